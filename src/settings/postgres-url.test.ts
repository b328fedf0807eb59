import { expect, test } from 'vitest';
import { isPostgresUrl, parsePostgresUrl } from './postgres-url.ts';
import { settingsHelp } from './settings-help.ts';

const parse = (text: string) => parsePostgresUrl('PREDICTIONS_LOG', text);

test('reads server, user, password and table; the name for reports holds none of the first three', () => {
  expect(parse('postgresql://me:p%40ss%2F@db.example.org:6543/leads?table=api.prediction_logs')).toEqual({
    variable: 'PREDICTIONS_LOG',
    host: 'db.example.org',
    port: 6543,
    database: 'leads',
    user: 'me',
    password: 'p@ss/',
    sslMode: 'verify-full',
    sslRootCertificate: null,
    timeoutMs: 600_000,
    from: { table: ['api', 'prediction_logs'] },
    name: 'Postgres table api.prediction_logs',
  });
});

test.each([
  ['postgres://localhost/d?table=t', 'localhost', 'disable'],
  ['postgres://[::1]/d?table=t', '::1', 'disable'],
  ['postgres:///d?table=t&host=/run/postgresql', '/run/postgresql', 'disable'],
  ['postgres://10.0.0.7/d?table=t', '10.0.0.7', 'verify-full'],
  ['postgres://10.0.0.7/d?table=t&sslmode=require', '10.0.0.7', 'require'],
])('%s asks %s with sslmode %s', (text, host, sslMode) => {
  expect(parse(text)).toMatchObject({ host, sslMode, port: 5432, user: null, password: null });
});

test('a query is taken without its semicolon', () => {
  expect(parse('postgres://h/d?query=select+*+from+t+where+a+%3D+1;%20&timeout=5')).toMatchObject({
    from: { query: 'select * from t where a = 1' },
    name: 'Postgres query',
    timeoutMs: 5_000,
  });
});

test.each([
  ['postgres:nothing', 'must be a URL'],
  ['postgres://h/d', 'either table= or query='],
  ['postgres://h/d?table=t&query=select', 'either table= or query='],
  ['postgres://h/?table=t', 'names no database'],
  ['postgres://h/d?table=t&sslmode=prefer', 'sslmode of disable, require, verify-ca, verify-full'],
  ['postgres://h/d?table=t&password=hush-hush', 'a parameter that is not one of'],
  ['postgres://h/d?table=t&timeout=0', 'whole seconds'],
  ['postgres://u:%E0%A4%A@h/d?table=t', 'broken % escape'],
])('%s is refused, and not repeated', (text, words) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'bad-setting', exitCode: 2 }));
  expect(() => parse(text)).toThrow(words);
  expect(() => parse(text)).not.toThrow('hush');
});

test('is told from a path', () => {
  expect(['postgres://h/d', 'POSTGRESQL://h/d', 'postgres/logs.jsonl', null].map(isPostgresUrl)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('help hides the password, however it is written', () => {
  for (const secret of ['hush', 'hu@sh', 'hu/sh', 'hu:sh']) {
    const help = settingsHelp({ PREDICTIONS_LOG: `postgres://me:${secret}@h/d?table=t&password=${secret}` });
    expect(help).toContain('postgres');
    expect(help).not.toMatch(/hu[@/:]?sh/);
    expect(help).not.toContain('sh@');
  }
});
