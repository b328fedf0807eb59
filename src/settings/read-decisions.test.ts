import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MonitorError } from '../monitor-error.ts';
import { hasDecisions, NO_DECISIONS, parseDecisions, readDecisions } from './read-decisions.ts';

const SILENCE = { what: 'low-engagement', until: '2026-03-01', reason: 'Campaign', by: 'sales' };
const parse = (file: unknown) => parseDecisions(JSON.stringify(file), 'decisions.json');

function faultsOf(text: string): string {
  try {
    parseDecisions(text, 'decisions.json');
  } catch (error) {
    return (error as MonitorError).message;
  }
  return 'none';
}

test('an empty object decides nothing', () => {
  expect(parse({ $schema: './decisions.schema.json' })).toEqual(NO_DECISIONS);
  expect(hasDecisions(parse({}))).toBe(false);
});

test('a day counts whole, a time as it is, in UTC', () => {
  const { silences, annotations, acknowledgements, accepted } = parse({
    silence: [SILENCE, { ...SILENCE, until: '2026-03-01T12:00:00+02:00' }],
    acknowledge: [{ what: 'data-drift.2026-02-20', reason: 'On it', by: 'Ben' }],
    accept: [{ feature: 'companysize', until: '2026-12-31', reason: 'New form', by: 'Ben' }],
    annotate: [
      { label: 'Fair', from: '2026-02-10' },
      { label: 'Campaign X', from: '2026-02-10T06:00:00Z', to: '2026-02-14' },
    ],
  });
  expect(silences.map(({ until }) => until)).toEqual(['2026-03-02T00:00:00Z', '2026-03-01T10:00:00Z']);
  expect(acknowledgements).toEqual([
    { what: 'data-drift.2026-02-20', until: null, reason: 'On it', by: 'Ben' },
  ]);
  expect(accepted[0]).toMatchObject({ what: 'companysize', until: '2027-01-01T00:00:00Z' });
  expect(annotations).toEqual([
    { label: 'Fair', from: '2026-02-10T00:00:00Z', to: '2026-02-11T00:00:00Z' },
    { label: 'Campaign X', from: '2026-02-10T06:00:00Z', to: '2026-02-15T00:00:00Z' },
  ]);
});

test('the last day of time is one', () => {
  expect(parse({ silence: [{ ...SILENCE, until: '9999-12-31' }] }).silences[0]?.until).toBe(
    '9999-12-31T23:59:59Z',
  );
});

describe('a fault is named with line, column, field and the nearest name', () => {
  test.each<[string, unknown, RegExp]>([
    ['no list', { silense: [] }, /line 1, column 12: silense: no such key; did you mean "silence"\?/],
    [
      'no key',
      { silence: [{ ...SILENCE, untill: 1 }] },
      /silence\[0\]\.untill: no such key; did you mean "until"\?/,
    ],
    ['no feature', { accept: [SILENCE] }, /accept\[0\]\.what: no such key[\s\S]*feature/],
    [
      'a day that is none',
      { silence: [{ ...SILENCE, until: '2026-02-30' }] },
      /column \d+: silence\[0\]\.until: expected a day/,
    ],
    [
      'a time without a zone',
      { silence: [{ ...SILENCE, until: '2026-02-20T12:00:00' }] },
      /until: expected a day/,
    ],
    ['for ever', { silence: [{ ...SILENCE, until: undefined }] }, /silence\[0\]\.until/],
    ['no reason', { silence: [{ ...SILENCE, reason: '  ' }] }, /reason: expected some words/],
    ['a long word', { silence: [{ ...SILENCE, by: 'x'.repeat(201) }] }, /by: /],
    ['a number', { silence: [{ ...SILENCE, what: 7 }] }, /what: /],
    ['no list but an object', { silence: SILENCE }, /silence: /],
    ['a list', [], /line 1, column 1: the file: /],
    [
      'an acknowledgement without an end',
      { acknowledge: [{ what: 'data-drift', reason: 'x', by: 'y' }] },
      /acknowledge\[0\]\.until: needed, unless/,
    ],
    [
      'a span that runs backwards',
      { annotate: [{ label: 'x', from: '2026-02-10', to: '2026-02-09' }] },
      /annotate\[0\]\.to: must not be before/,
    ],
    [
      'too many',
      { annotate: Array.from({ length: 501 }, () => ({ label: 'x', from: '2026-02-10' })) },
      /annotate: /,
    ],
  ])('%s', (_, file, words) => expect(faultsOf(JSON.stringify(file))).toMatch(words));

  test('the position is that of the value', () => {
    expect(
      faultsOf('{\n  "silence": [\n    {"what": "a", "until": "soon",\n     "reason": "b", "by": "c"}]}'),
    ).toContain('line 3, column 28: silence[0].until');
    expect(faultsOf('{\n "silence": [,]}')).toMatch(/is not JSON/);
  });

  test('not more than a screen of them', () => {
    const many = { silence: Array.from({ length: 100 }, () => ({})) };
    expect(faultsOf(JSON.stringify(many)).split('\n').length).toBeLessThan(25);
  });
});

test('words lose what looks like an address, and control characters', () => {
  const [silence] = parse({
    silence: [{ ...SILENCE, reason: 'ask jane@acme.org\u0000 \u202Enow', by: '+33 6 12 34 56 78' }],
  }).silences;
  expect(silence).toMatchObject({ reason: 'ask (e-mail) now', by: '(telephone)' });
});

describe('the file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'decisions-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const read = (value: string | null) =>
    readDecisions({
      cwd: directory,
      decisions: { variable: 'DECISIONS_PATH', value, fallback: 'data/decisions.json' },
    });

  test('the default one need not be there, one that was set must', async () => {
    expect(await read(null)).toEqual(NO_DECISIONS);
    await expect(read('nowhere.json')).rejects.toMatchObject({
      code: 'decisions-unreadable',
      exitCode: 2,
      message: expect.stringContaining('does not exist'),
    });
  });

  test('a pipe, a device, a directory and a loop are refused, a link is followed', async () => {
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    symlinkSync('loop', join(directory, 'loop'));
    for (const path of ['pipe', '/dev/zero', '.', 'loop']) {
      await expect(read(path)).rejects.toMatchObject({ code: 'decisions-unreadable' });
    }
    writeFileSync(join(directory, 'real.json'), JSON.stringify({ silence: [SILENCE] }));
    symlinkSync('real.json', join(directory, 'link.json'));
    expect((await read('link.json')).silences).toHaveLength(1);
  });

  test('a file that is too large, or no JSON, is refused without quoting it', async () => {
    writeFileSync(join(directory, 'large.json'), `{"$schema": "${'x'.repeat(1024 * 1024)}"}`);
    await expect(read('large.json')).rejects.toThrow(/larger than 1024 kB/);
    writeFileSync(join(directory, 'secret'), 'secret-token');
    await expect(read('secret')).rejects.not.toThrow(/secret-token/);
  });
});
