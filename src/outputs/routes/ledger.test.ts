import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ledger } from './ledger.ts';

let archiveDir: string;
beforeEach(() => {
  archiveDir = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(archiveDir, { recursive: true }));

const open = (exact = false) => new Ledger(archiveDir, 'slack', exact);
const ID = 'data-drift.2026-02-12';
const none = { worsened: 0, reminders: 0 };

test('a new route was told nothing', () => {
  const ledger = open();
  expect([ledger.handledUntil, ledger.lastDigest(), ledger.incidents()]).toEqual([null, null, []]);
  expect(ledger.told(ID)).toMatchObject({ worsened: 0, reminders: 0, thread: null });
  expect(ledger.told(ID).events.size).toBe(0);
  expect(readdirSync(archiveDir)).toEqual([]);
});

test('an event is claimed once, and known to the next run with its thread', () => {
  const ledger = open();
  expect(ledger.claim(ID, 'opened', none)).toBe(true);
  expect(open().claim(ID, 'opened', none)).toBe(false);
  ledger.settle(ID, 'opened', { ...none, thread: '1700000000.000001' });
  ledger.claim(ID, 'worse-2', { worsened: 2, reminders: 1 });
  expect(open().told(ID)).toEqual({
    events: new Set(['opened', 'worse-2']),
    worsened: 2,
    reminders: 1,
    thread: '1700000000.000001',
  });
  expect(open().incidents()).toEqual([ID]);
});

test('what was certainly not sent is released', () => {
  const ledger = open();
  ledger.claim(ID, 'opened', none);
  ledger.release(ID, 'opened');
  expect(open().told(ID).events.size).toBe(0);
});

test('an unknown fate counts as told, except where the receiver recognises a repetition', () => {
  open().claim(ID, 'opened', none);
  expect(open(false).told(ID).events).toEqual(new Set(['opened']));
  expect(open(true).told(ID).events.size).toBe(0);
  expect(open(true).claim(ID, 'opened', none)).toBe(true);
  open(true).settle(ID, 'opened', { ...none, thread: null });
  expect(open(true).claim(ID, 'opened', none)).toBe(false);
});

test('a file that cannot be read still says that the event was told', () => {
  mkdirSync(join(archiveDir, 'sent', 'slack'), { recursive: true });
  for (const [name, text] of [
    [`${ID}.opened.json`, '{"status": "to'],
    [`${ID}.worse-3.json`, '{"status": 7, "thread": {}}'],
    ['handled.until.json', '{"generatedAt": "yesterday"}'],
    ['2026-02-16.digest.json', 'null'],
    ['.new-1', 'x'],
    ['2026-02-12.json', '{}'],
  ] as const) {
    writeFileSync(join(archiveDir, 'sent', 'slack', name), text);
  }
  const ledger = open(true);
  expect(ledger.told(ID)).toMatchObject({
    events: new Set(['opened', 'worse-3']),
    worsened: 3,
    thread: null,
  });
  expect(ledger.handledUntil).toBeNull();
  expect(ledger.lastDigest()).toEqual({ period: '2026-02-16', generatedAt: null });
  expect(ledger.incidents()).toEqual([ID]);
});

test('a period has one digest, unless it was not sent', () => {
  const at = '2026-02-16T12:00:00.000Z';
  expect(open().claimDigest('2026-02-16', at)).toBe(true);
  expect(open().claimDigest('2026-02-16', at)).toBe(false);
  expect(open().lastDigest()).toEqual({ period: '2026-02-16', generatedAt: at });
  open().releaseDigest('2026-02-16');
  expect(open().lastDigest()).toBeNull();
});

test('the thread that was begun last is the one', () => {
  const ledger = open();
  for (const [event, worsened, thread] of [
    ['opened', 0, '1.1'],
    ['worse-1', 1, '1.1'],
    ['worse-2', 2, '2.1'],
  ] as const) {
    ledger.claim(ID, event, { worsened, reminders: 0 });
    ledger.settle(ID, event, { worsened, reminders: 0, thread });
  }
  expect(open().told(ID).thread).toBe('2.1');
});
