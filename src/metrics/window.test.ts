import { expect, test } from 'vitest';
import { fakeStore } from '../../tests/support/fake-store.ts';
import { DEFAULT_POLICY, NOW } from '../../tests/support/metrics-context.ts';
import { DAY_MS, HOUR_MS } from '../wording/time.ts';
import { reportWindow } from './window.ts';

const windowOf = (data: Parameters<typeof fakeStore>[0]) =>
  reportWindow(fakeStore(data), DEFAULT_POLICY, NOW);

test('is the seven days that end at now', async () => {
  const window = await windowOf({ predictions: [{ time: NOW }] });
  expect(window.section).toEqual({
    start: '2026-02-13T12:00:00Z',
    end: '2026-02-20T12:00:00Z',
    days: 7,
    fallback: false,
    note: null,
  });
});

test('holds a row written exactly now, not one written exactly seven days ago', async () => {
  const old = await windowOf({ predictions: [{ time: NOW - 7 * DAY_MS }] });
  expect(old.section.fallback).toBe(true);
  expect(old.section.end).toBe('2026-02-13T12:00:00Z');
  const now = await windowOf({ predictions: [{ time: NOW - 30 * DAY_MS }, { time: NOW }] });
  expect(now.section.fallback).toBe(false);
});

test('falls back to seven contiguous days that end at the newest row, and says so with dates', async () => {
  const newest = NOW - 100 * DAY_MS;
  const window = await windowOf({ predictions: [{ time: newest - 3 * DAY_MS }, { time: newest }] });
  expect(window.predictions).toEqual({ start: newest - 7 * DAY_MS, end: newest });
  expect(window.requests).toEqual(window.predictions);
  expect(window.section.note).toContain('2025-11-12 12:00 UTC');
});

test('keeps the newest requests in sight when predictions stopped', async () => {
  const window = await windowOf({
    predictions: [{ time: NOW - 20 * DAY_MS }],
    requests: [{ time: NOW - HOUR_MS, statusCode: 500 }],
  });
  expect(window.section.fallback).toBe(true);
  expect(window.requests).toEqual({ start: NOW - 7 * DAY_MS, end: NOW });
});

test('stays at now where there is nothing at all', async () => {
  const window = await windowOf({});
  expect(window.section).toMatchObject({ end: '2026-02-20T12:00:00Z', fallback: false, note: null });
});

test('falls back with the requests where there never was a prediction', async () => {
  const window = await windowOf({ requests: [{ time: NOW - 9 * DAY_MS }] });
  expect(window.section).toMatchObject({ end: '2026-02-11T12:00:00Z', fallback: true });
  expect(window.section.note).toContain('No request');
});
