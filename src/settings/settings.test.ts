import { expect, test } from 'vitest';
import { readSettings, settingPath } from './settings.ts';

const clock = (): number => Date.UTC(2026, 1, 20);
const read = (env: Record<string, string>) => readSettings(env, '/work', clock);

test('defaults', () => {
  const settings = read({});
  expect(settings.predictions).toEqual({
    variable: 'PREDICTIONS_LOG',
    value: null,
    fallback: 'logs/predictions.jsonl',
  });
  expect(settingPath(settings.predictions, '/work')).toBe('/work/logs/predictions.jsonl');
  expect(settings.api).toEqual({ url: 'http://localhost:7860', explicit: false });
  expect(settings.basePath).toBe('/');
  expect(settings.now).toBe(clock());
});

test('an empty variable counts as not set', () => {
  expect(read({ PREDICTIONS_LOG: ' ', API_BASE_URL: '' })).toMatchObject({
    predictions: { value: null },
    api: { explicit: false },
  });
});

test.each([
  ['2026-02-20T12:05:00Z', Date.UTC(2026, 1, 20, 12, 5)],
  ['2026-02-20T12:05:00', Date.UTC(2026, 1, 20, 12, 5)],
  ['2026-02-20T13:05:00+01:00', Date.UTC(2026, 1, 20, 12, 5)],
  ['2026-02-20T12:05:00.250Z', Date.UTC(2026, 1, 20, 12, 5, 0, 250)],
])('NOW=%s', (value, expected) => {
  expect(read({ NOW: value }).now).toBe(expected);
});

test.each([
  ['repo', '/repo/'],
  ['/repo', '/repo/'],
  ['/a/b/', '/a/b/'],
  ['/', '/'],
])('BASE_PATH=%s is %s', (value, expected) => {
  expect(read({ BASE_PATH: value }).basePath).toBe(expected);
});

test.each([
  ['NOW', 'yesterday'],
  ['NOW', '2026-02-30T00:00:00Z'],
  ['API_BASE_URL', 'localhost:7860'],
  ['SITE_URL', 'ftp://example.org'],
  ['SITE_URL', 'https://ada:secret@team.example'],
  ['SITE_URL', 'https://token@team.example'],
  ['SITE_URL', 'https://team.example/?token=secret'],
  ['SITE_URL', 'https://team.example/#secret'],
  ['BASE_PATH', '/../x'],
  ['SAME_DAY', 'twice'],
  ['REPORT_ID', '../../etc'],
  ['REPORT_ID', 'A B'],
  ['REPORT_ID', 'index'],
  ['REPORT_ID', 'index.json'],
  ['REPORT_ID', 'index.html.br'],
  ['REPORT_ID', 'report.svg'],
  ['REPORT_ID', 'x.'],
  ['OUT_DIR', '.'],
  ['OUT_DIR', '/'],
  ['OUT_DIR', '..'],
])('%s=%s is refused by name', (variable, value) => {
  expect(() => read({ [variable]: value })).toThrow(variable);
  expect(() => read({ [variable]: value })).toThrowError(expect.objectContaining({ exitCode: 2 }));
});

test.each(['2026-02-20', '2026.02.20', 'v1.2-rc', 'index-2', 'json'])('REPORT_ID=%s is fine', (id) => {
  expect(read({ REPORT_ID: id }).reportId).toBe(id);
});

test.each([
  ['MLFLOW_TRACKING_URI', 'user:secret@host'],
  ['SITE_URL', 'https://ada:secret@team.example'],
])('a %s that is refused is not repeated: it may carry a password', (variable, value) => {
  expect(() => read({ [variable]: value })).toThrowError(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});
