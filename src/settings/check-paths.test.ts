import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkInputFiles } from './check-paths.ts';
import { readSettings } from './settings.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')));
});
afterEach(() => rmSync(directory, { recursive: true }));

const WRITTEN = ['OUT_DIR', 'ARCHIVE_DIR', 'CACHE_DIR'] as const;
const FILES = [
  'REFERENCE_DATA_PATH',
  'OUTCOMES_PATH',
  'MODEL_PATH',
  'POLICY_PATH',
  'DECISIONS_PATH',
  'FIGURES_DIR',
  'HEALTH_LOG',
  'OBSERVATIONS_PATH',
] as const;
const LOGS = ['PREDICTIONS_LOG', 'API_REQUESTS_LOG', 'SHADOW_LOG'] as const;

const APART = { CACHE_DIR: 'rows', PREDICTIONS_LOG: 'p.jsonl', API_REQUESTS_LOG: 'r.jsonl' };

/** Settings that are apart, but for those given. */
const read = (env: Record<string, string>, sitesDir: string | null = null) =>
  readSettings({ ...APART, ...env }, directory, Date.now, sitesDir);

function expectRefused(env: Record<string, string>, ...names: string[]): void {
  let message = 'nothing was refused';
  try {
    read(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'paths-overlap', exitCode: 2 });
    message = (error as Error).message;
  }
  for (const name of names) expect(message, JSON.stringify(env)).toContain(name);
}

const pairs = WRITTEN.flatMap((one) =>
  WRITTEN.filter((other) => other !== one).map((other) => [one, other] as const),
);

describe.each(pairs)('%s and %s', (one, other) => {
  test.each([
    ['one directory', 'x', 'x'],
    ['one directory, spelt otherwise', 'x', './y/../x/'],
    ['one in the other', 'x', 'x/y'],
    ['one far below the other', 'x', 'x/y/z/u'],
    ['one directory by a link', 'there', 'link'],
    ['one below the other, by a link', 'there', 'link/x/y'],
    ['a link that leads into the other', 'there', 'inner'],
    ['one directory by a link that leads nowhere yet', 'nowhere', 'dangling'],
    ['one below the other, by a link that leads nowhere yet', 'nowhere', 'dangling/x'],
    ['names that differ by case, which some file systems take for one', 'new', 'NEW/x'],
  ])('%s', (_, path, otherPath) => {
    mkdirSync(join(directory, 'there/inside'), { recursive: true });
    symlinkSync('there', join(directory, 'link'));
    symlinkSync(join(directory, 'there/inside'), join(directory, 'inner'));
    symlinkSync('nowhere', join(directory, 'dangling'));
    expectRefused({ [one]: path, [other]: otherPath }, one, other);
    expectRefused({ [one]: join(directory, path), [other]: otherPath }, one, other);
  });

  test('side by side, even where one name begins with the other', () => {
    mkdirSync(join(directory, 'x'));
    symlinkSync('x', join(directory, 'link'));
    expect(() => read({ [one]: 'link', [other]: 'x-2' })).not.toThrow();
    expect(() => read({ [one]: 'a/x', [other]: 'a/xy' })).not.toThrow();
  });
});

describe.each(WRITTEN)('%s', (written) => {
  test.each([...FILES, ...LOGS])('may not hold or be %s, whether that is there or not', (input) => {
    mkdirSync(join(directory, 'there'));
    symlinkSync('there', join(directory, 'link'));
    for (const path of ['there/a.csv', 'there/x/y.csv', 'link/a.csv', 'there', './there/../there/a.csv']) {
      expectRefused({ [written]: 'there', [input]: path }, written, input);
      expectRefused({ [written]: 'link', [input]: path }, written, input);
    }
    writeFileSync(join(directory, 'there/b.csv'), '');
    symlinkSync('there/b.csv', join(directory, 'b.csv'));
    expectRefused({ [written]: 'there', [input]: 'b.csv' }, written, input);
    expectRefused({ [written]: 'there/b.csv/x', [input]: 'b.csv' }, written, input);
    expect(() => read({ [written]: 'there', [input]: 'there-too/a.csv' })).not.toThrow();
  });

  test.each(LOGS)('and %s as a directory or a glob', (log) => {
    mkdirSync(join(directory, 'logs'));
    symlinkSync('logs', join(directory, 'link'));
    const refused = [
      ['logs/x', 'logs'],
      ['logs', 'logs'],
      ['logs/x', 'link'],
      ['link/x', 'logs'],
      ['logs', 'logs/*.jsonl'],
      ['link', 'logs/x/p-?.jsonl'],
      ['logs', 'link/{a,b}/**/*.gz'],
      ['logs', 'logs/p[12].jsonl'],
      ['logs/x', 'logs/**/*'],
      ['logs/x', '{logs,more}/**/*'],
    ] as const;
    for (const [path, pattern] of refused) {
      expectRefused({ [written]: path, [log]: pattern }, written, log);
    }
    const fine = [
      ['logs/x', 'logs/*.jsonl'],
      ['x', 'logs/**/*.jsonl'],
      ['x', '*.jsonl'],
      ['x', '**/*.jsonl.gz'],
      ['logs/x', 'logs/2026-*/*.jsonl'],
      ['x[1]', 'logs/*'],
    ] as const;
    for (const [path, pattern] of fine) {
      expect(() => read({ [written]: path, [log]: pattern }), `${path} ${pattern}`).not.toThrow();
    }
  });

  test('a name that only looks like a glob is a path', () => {
    mkdirSync(join(directory, 'a[1]'));
    expectRefused({ [written]: 'a[1]/x', PREDICTIONS_LOG: 'a[1]' }, written, 'PREDICTIONS_LOG');
  });

  test('the defaults of inputs count', () => {
    expectRefused({ [written]: 'logs', PREDICTIONS_LOG: '' }, written, 'PREDICTIONS_LOG');
    expectRefused({ [written]: 'logs', API_REQUESTS_LOG: '' }, written, 'API_REQUESTS_LOG');
    expectRefused({ [written]: 'data/reference' }, written, 'REFERENCE_DATA_PATH');
  });

  test.each(['.', '..', '/', '../..'])('may not hold the project: %s', (path) => {
    expectRefused({ [written]: path }, written, 'project');
  });

  const project = fileURLToPath(new URL('../..', import.meta.url));
  test.each(['', 'src', 'src/x', 'pages', 'public/rows', '.git/x', 'data', 'node_modules', 'docs'])(
    'may not be in the way of the project’s own “%s”',
    (name) => expectRefused({ [written]: join(project, name) }, written, 'project'),
  );

  test('a link to the project is the project', () => {
    symlinkSync(project, join(directory, 'link'));
    expectRefused({ [written]: 'link/src/x' }, written, 'project');
  });

  test('files that a glob or a directory turned out to hold, links among them', () => {
    mkdirSync(join(directory, 'there'));
    mkdirSync(join(directory, 'logs'));
    writeFileSync(join(directory, 'there/a.jsonl'), '');
    symlinkSync('../there/a.jsonl', join(directory, 'logs/a.jsonl'));
    const settings = read({ [written]: 'there', PREDICTIONS_LOG: 'logs' });
    expect(() => checkInputFiles(settings, [join(directory, 'logs/b.jsonl')])).not.toThrow();
    expect(() => checkInputFiles(settings, [join(directory, 'logs/a.jsonl')])).toThrowError(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(written) }),
    );
  });
});

test.each([...FILES, ...LOGS].filter((name) => name !== 'HEALTH_LOG'))(
  'the log that the probe appends to may not be %s',
  (input) => {
    writeFileSync(join(directory, 'x.csv'), '');
    symlinkSync('x.csv', join(directory, 'y.csv'));
    expectRefused({ HEALTH_LOG: 'y.csv', [input]: 'x.csv' }, 'HEALTH_LOG', input);
  },
);

test('in the container the directory of sites stands in for that of the site', () => {
  const sites = join(directory, 'sites');
  const refused = expect.objectContaining({ message: expect.stringContaining('SITES_DIR') });
  expect(() => read({ OUT_DIR: 'archive' }, sites)).not.toThrow();
  for (const ARCHIVE_DIR of ['sites', 'sites/1']) {
    expect(() => read({ ARCHIVE_DIR, OUT_DIR: 'elsewhere' }, sites)).toThrowError(refused);
  }
  expect(() => read({ PREDICTIONS_LOG: 'sites/*.jsonl' }, sites)).toThrowError(refused);
  expect(() => read({ PREDICTIONS_LOG: '**/*.json' }, sites)).toThrowError(refused);
});

test('logs of a cluster are no paths of this machine, but for file:', () => {
  const spark = { STORE: 'spark', SPARK_URL: 'spark://host:10000?ca=certificates/ca.pem' };
  expect(() =>
    read({ ...spark, PREDICTIONS_LOG: 's3://lake/**/*', API_REQUESTS_LOG: 'table:a.b' }),
  ).not.toThrow();
  expectRefused(
    { ...spark, PREDICTIONS_LOG: `file:${directory}/dist/p.jsonl` },
    'OUT_DIR',
    'PREDICTIONS_LOG',
  );
  expectRefused({ ...spark, ARCHIVE_DIR: 'certificates' }, 'ARCHIVE_DIR', 'SPARK_URL');
});
