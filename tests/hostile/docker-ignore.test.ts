import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isSent } from '../support/docker-ignore.ts';

/** What `docker build` sees of a machine: the files of the image, and none of what lies among them. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const rules = readFileSync(`${root}/.dockerignore`, 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);

test.each([
  ['*\n!src', 'src/a/b.ts', true],
  ['*\n!src/*.ts', 'src/a.ts', true],
  ['*\n!src/*.ts', 'src/a/b.ts', false],
  ['*\n!src/**/*.ts', 'src/a.ts', true],
  ['*\n!src/**/*.ts', 'src/a/b/c.ts', true],
  ['*\n!src/**/*.ts\n**/*.test.ts', 'src/a.test.ts', false],
  ['logs', 'logs/a.jsonl', false],
  ['logs', 'src/logs', true],
  ['# a comment\n\n*.md', 'README.md', false],
  ['*.md', 'docs/x.md', true],
])('the rules %j on %s', (text, path, sent) => {
  expect(isSent(text, path)).toBe(sent);
});

const SECRETS = [
  '.env',
  '.env.production',
  '.npmrc.local',
  'id_rsa',
  'key.pem',
  'predictions.jsonl',
  'requests.jsonl.gz',
  'outcomes.csv',
  'report.json',
  'secrets.json',
  'policy.json.bak',
  'model.onnx',
  'dump.parquet',
  'monitor.log',
  'core',
  'archive.tar',
  'notes.md',
];

test('no secret, log, archive or model of the machine is sent, wherever it lies', () => {
  const directories = new Set([
    '.',
    'logs',
    'archive/reports',
    'dist',
    'monitor-site',
    'node_modules/x',
    '.git',
    '.github',
    'data/reference',
    'tests',
  ]);
  for (const path of tracked) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      directories.add(path.slice(0, at));
  }
  const planted = [...directories].flatMap((directory) =>
    SECRETS.map((name) => (directory === '.' ? name : `${directory}/${name}`)),
  );
  expect(planted.length).toBeGreaterThan(1_000);
  expect(planted.filter((path) => isSent(rules, path) && !tracked.includes(path))).toEqual([]);
});

test('of the repository what runs is sent, and nothing else', () => {
  const sent = tracked.filter((path) => isSent(rules, path));
  const runs = (path: string): boolean =>
    /^(?:src|pages)\/.+\.(?:ts|astro|css)$|^scripts\/(?:monitor|commands\/[^/]+)\.ts$/.test(path) &&
    !path.endsWith('.test.ts');
  const others = sent.filter((path) => !runs(path));
  expect(others.sort()).toEqual(
    [
      '.npmrc',
      'astro.config.mjs',
      'data/calibration.json',
      'data/model/demonstration.onnx',
      'data/performance-drop.json',
      'data/policy.json',
      'data/policy.schema.json',
      'package-lock.json',
      'package.json',
      'public/favicon.ico',
      'scripts/commands/package.json',
      'scripts/launch.mjs',
      'scripts/package.json',
      'scripts/trim-install.mjs',
      'src/site/tsconfig.json',
      'tsconfig.json',
    ].sort(),
  );
  expect(tracked.filter((path) => runs(path) && !sent.includes(path))).toEqual([]);
});

test('every file of ours that a sent one imports or reads by name is sent, too', () => {
  const sent = new Set(tracked.filter((path) => isSent(rules, path)));
  const wanted = [...sent]
    .filter((path) => /\.(?:ts|astro|css|mjs)$/.test(path))
    .flatMap((path) => {
      const text = readFileSync(`${root}/${path}`, 'utf8');
      const relative = [...text.matchAll(/(?:from|import|import\()\s*'(\.[^'?]+)'/g)].map(([, to = '']) =>
        posix.join(posix.dirname(path), to),
      );
      const named = [...text.matchAll(/project(?:File|Program)\('([\w./-]+\.\w+)'\)/g)].map(
        ([, to = '']) => to,
      );
      return [...relative, ...named].map((to) => ({ path, to }));
    });
  expect(wanted.length).toBeGreaterThan(3_000);
  expect(wanted.map(({ to }) => to)).toContain('data/performance-drop.json');
  // What npm and the image make themselves.
  const made = (to: string): boolean => to.startsWith('node_modules/') || to === 'lib/main.js';
  expect(wanted.filter(({ to }) => !sent.has(to) && !made(to))).toEqual([]);
});

test('every file that the image copies is sent in part at least', () => {
  const dockerfile = readFileSync(`${root}/Dockerfile`, 'utf8');
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list]) =>
    (list ?? '').split(' '),
  );
  expect(sources.length).toBeGreaterThan(6);
  for (const source of sources) {
    const found = tracked.filter((path) => path === source || path.startsWith(`${source}/`));
    expect(
      found.some((path) => isSent(rules, path)),
      source,
    ).toBe(true);
  }
});
