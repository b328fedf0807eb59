import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openArchive } from '../../src/archive/archive.ts';
import { fixtureReport } from '../support/fixtures/report.ts';

const github = fileURLToPath(new URL('../../.github/', import.meta.url));
const run = (id: string, seed = 1) =>
  fixtureReport({ id, end: `${id.slice(0, 10)}T12:00:00.000Z`, rows: 60, seed });

let root: string;
let bare: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workflow-'));
  bare = join(root, 'remote.git');
  git(root, 'init', '--quiet', '--bare', bare);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ENV = {
  PATH: process.env['PATH'] ?? '',
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
  RETRY_SECONDS: '0',
};
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A fresh runner: a clone of the project only. */
function runner(name: string) {
  const directory = join(root, name);
  git(root, 'clone', '--quiet', bare, directory);
  const archiveDir = join(directory, 'archive');
  const step = (script: string, env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(join(github, 'scripts', script), {
      cwd: directory,
      env: { ...ENV, ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const build = (id: string, seed = 1, inputsHash = id) =>
    openArchive(archiveDir).save(run(id, seed), { inputsHash });
  return { directory, archiveDir, step, build };
}
const onBranch = (): string[] =>
  git(root, '--git-dir', bare, 'ls-tree', '-r', '--name-only', 'monitor-archive')
    .split('\n')
    .filter((name) => name.startsWith('reports/'));

test('three reports on three machines: one squashed commit, every report restored', () => {
  for (const [index, id] of ['2026-02-18', '2026-02-19', '2026-02-20'].entries()) {
    const machine = runner(`report-${index}`);
    const restored = machine.step('restore-archive.sh');
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    expect(openArchive(machine.archiveDir).list()).toHaveLength(index);
    machine.build(id);
    expect(machine.step('save-archive.sh')).toMatchObject({ status: 0 });
  }
  expect(git(root, '--git-dir', bare, 'rev-list', '--count', 'monitor-archive').trim()).toBe('1');
  const last = runner('last');
  last.step('restore-archive.sh');
  const archive = openArchive(last.archiveDir);
  expect(archive.list()).toEqual(['2026-02-20', '2026-02-19', '2026-02-18']);
  expect(archive.read('2026-02-18')).toEqual(run('2026-02-18'));
  expect(archive.notes()).toEqual([]);
});

test('two runs at once lose neither report', () => {
  const [one, two] = [runner('one'), runner('two')];
  for (const machine of [one, two]) machine.step('restore-archive.sh');
  one.build('2026-02-19');
  two.build('2026-02-20');
  expect(one.step('save-archive.sh').status).toBe(0);
  expect(two.step('save-archive.sh').status).toBe(0);
  expect(onBranch()).toEqual(['reports/2026-02-19.json', 'reports/2026-02-20.json']);
});

test('two different reports of one report: the second is told to build again, and then gets its number', () => {
  const [one, two] = [runner('one'), runner('two')];
  one.build('2026-02-20', 1, 'a');
  two.build('2026-02-20', 2, 'b');
  expect(one.step('save-archive.sh').status).toBe(0);
  const refused = two.step('save-archive.sh');
  expect(refused).toMatchObject({ status: 3, stderr: expect.stringContaining('Build again') });
  expect(onBranch()).toEqual(['reports/2026-02-20.json']);
  const again = runner('again');
  again.step('restore-archive.sh');
  expect(again.build('2026-02-20', 2, 'b')).toBe('2026-02-20-2');
  expect(again.step('save-archive.sh').status).toBe(0);
  expect(onBranch()).toEqual(['reports/2026-02-20-2.json', 'reports/2026-02-20.json']);
});

test('the same inputs built again replace their report', () => {
  const one = runner('one');
  one.build('2026-02-20', 1, 'a');
  one.step('save-archive.sh');
  const two = runner('two');
  two.build('2026-02-20', 2, 'a');
  expect(two.step('save-archive.sh').status).toBe(0);
  expect(onBranch()).toEqual(['reports/2026-02-20.json']);
});

test('a machine that lost its archive pushes nothing away', () => {
  const one = runner('one');
  one.build('2026-02-18');
  one.build('2026-02-19');
  one.step('save-archive.sh');
  const empty = runner('empty');
  empty.build('2026-02-20');
  expect(empty.step('save-archive.sh').status).toBe(0);
  expect(onBranch()).toHaveLength(3);
});

test('pruned reports stay pruned', () => {
  const machine = runner('one');
  machine.build('2026-02-18');
  machine.build('2026-02-20');
  machine.step('save-archive.sh');
  const later = runner('later');
  later.step('restore-archive.sh');
  openArchive(later.archiveDir).prune(
    { keepDaily: 1, keepWeekly: 0, keepMonthly: 0 },
    '2026-02-21T00:00:00.000Z',
  );
  expect(later.step('save-archive.sh').status).toBe(0);
  expect(onBranch()).toEqual(['reports/2026-02-20.json']);
  const last = runner('last');
  last.step('restore-archive.sh');
  expect(openArchive(last.archiveDir).pruned()).toMatchObject([{ summary: { id: '2026-02-18' } }]);
});

test('a remote that cannot be asked is an error, not a first report', () => {
  const machine = runner('one');
  rmSync(bare, { recursive: true });
  expect(machine.step('restore-archive.sh')).toMatchObject({ status: 3 });
  machine.build('2026-02-20');
  expect(machine.step('save-archive.sh').status).not.toBe(0);
  expect(openArchive(machine.archiveDir).list()).toEqual(['2026-02-20']);
});

test('nothing archived yet, nothing pushed; nothing new, nothing pushed', () => {
  const machine = runner('one');
  machine.step('restore-archive.sh');
  expect(machine.step('save-archive.sh')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('empty'),
  });
  machine.build('2026-02-20');
  machine.step('save-archive.sh');
  const before = git(root, '--git-dir', bare, 'rev-parse', 'monitor-archive');
  expect(machine.step('save-archive.sh')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('as it should be'),
  });
  expect(git(root, '--git-dir', bare, 'rev-parse', 'monitor-archive')).toBe(before);
});

/** A branch as somebody who may push could make it, its tree written entry by entry. */
function pushTree(entries: readonly (readonly [mode: string, name: string, content: string])[]): void {
  const forger = runner('forger');
  for (const [mode, name, content] of entries) {
    const object = execFileSync('git', ['hash-object', '-w', '--stdin'], {
      cwd: forger.directory,
      env: ENV,
      input: content,
      encoding: 'utf8',
    }).trim();
    git(forger.directory, 'update-index', '--add', '--cacheinfo', `${mode},${object},${name}`);
  }
  const tree = git(forger.directory, 'write-tree').trim();
  const commit = git(forger.directory, 'commit-tree', tree, '-m', 'x').trim();
  git(forger.directory, 'push', '--quiet', '--force', bare, `${commit}:refs/heads/monitor-archive`);
}
const branchFiles = (): string[] =>
  git(root, '--git-dir', bare, 'ls-tree', '-r', 'monitor-archive').trim().split('\n');

/** The longest id that an incident may have. */
const LONGEST_INCIDENT = `data-drift.${'x'.repeat(178)}.2026-02-12`;

test('of the branch only regular files of an archive are restored, and nothing else stays on it', () => {
  const report = JSON.stringify({ ...run('2026-02-18'), archive: { inputsHash: 'x' } });
  pushTree([
    ['100644', 'reports/2026-02-18.json', report],
    ['100755', 'observations/2026-02-18.json', '{}'],
    ['100644', 'sent/mail/2026-02-18.json', '{}'],
    ['100644', `sent/slack-sales/${LONGEST_INCIDENT}.reminder-99.json`, '{}'],
    ['100644', 'sent/teams/2026-02-16.digest.json', '{}'],
    ['100644', 'sent/outages/pagerduty/api-down.2026-02-16t12-02-00z.opened.json', '{}'],
    ['100644', 'sent/other/pagerduty/2026-02-16.json', '{}'],
    ['100644', 'baselines/0123456789abcdef0123456789abcdef.json', '{}'],
    ['100644', 'sent/-x/2026-02-16.json', '{}'],
    ['120000', 'reports/2026-02-19.json', join(root, 'secret')],
    ['120000', 'pruned', root],
    ['120000', 'sent/slack', root],
    ['100644', 'reports/run.sh', 'exit 1'],
    ['100644', 'reports/a/b.json', '{}'],
    ['100644', 'Reports/x.json', '{}'],
    ['100644', 'reports/UPPER.json', '{}'],
    ['100644', '.gitattributes', '* export-ignore'],
    ['100644', 'package.json', '{}'],
  ]);
  writeFileSync(join(root, 'secret'), 'secret');
  const machine = runner('one');
  const restored = machine.step('restore-archive.sh');
  expect(restored.status).toBe(0);
  expect(restored.stderr).toContain('11 entries of the branch are no archive');
  const found = readdirSync(machine.archiveDir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => [
      join(entry.parentPath, entry.name).slice(machine.archiveDir.length + 1),
      entry.isFile(),
    ]);
  expect(found.sort()).toEqual([
    ['baselines/0123456789abcdef0123456789abcdef.json', true],
    ['observations/2026-02-18.json', true],
    ['reports/2026-02-18.json', true],
    ['sent/mail/2026-02-18.json', true],
    ['sent/outages/pagerduty/api-down.2026-02-16t12-02-00z.opened.json', true],
    [`sent/slack-sales/${LONGEST_INCIDENT}.reminder-99.json`, true],
    ['sent/teams/2026-02-16.digest.json', true],
  ]);
  machine.build('2026-02-20');
  expect(machine.step('save-archive.sh', { REPORT: '2026-02-20' }).status).toBe(0);
  const files = branchFiles();
  expect(files.every((line) => line.startsWith('100644 blob '))).toBe(true);
  expect(files.map((line) => line.split('\t')[1])).toEqual([
    'baselines/0123456789abcdef0123456789abcdef.json',
    'index.json',
    'observations/2026-02-18.json',
    'reports/2026-02-18.json',
    'reports/2026-02-20.json',
    'sent/mail/2026-02-18.json',
    'sent/outages/pagerduty/api-down.2026-02-16t12-02-00z.opened.json',
    `sent/slack-sales/${LONGEST_INCIDENT}.reminder-99.json`,
    'sent/teams/2026-02-16.digest.json',
  ]);
});

test.each([
  ['a link in the place of a directory', (dir: string) => symlinkSync(root, join(dir, 'pruned'))],
  [
    'a link in the place of a report',
    (dir: string) => symlinkSync('/etc/passwd', join(dir, 'reports/x.json')),
  ],
  ['a link that leads nowhere', (dir: string) => symlinkSync('nowhere', join(dir, 'index.json'))],
  ['a pipe', (dir: string) => execFileSync('mkfifo', [join(dir, 'reports/y.json')])],
])('%s in the directory: nothing is restored into it or pushed from it', (_, spoil) => {
  const first = runner('first');
  first.build('2026-02-18');
  first.step('save-archive.sh');
  const before = branchFiles();
  const machine = runner('one');
  mkdirSync(join(machine.archiveDir, 'reports'), { recursive: true });
  spoil(machine.archiveDir);
  for (const script of ['restore-archive.sh', 'save-archive.sh']) {
    expect(machine.step(script)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no regular file'),
    });
  }
  expect(existsSync(join(machine.archiveDir, 'reports/2026-02-18.json'))).toBe(false);
  expect(branchFiles()).toEqual(before);
});

test('other files in the directory are not pushed', () => {
  const machine = runner('one');
  machine.build('2026-02-20');
  writeFileSync(join(machine.archiveDir, 'predictions.jsonl'), 'private');
  writeFileSync(join(machine.archiveDir, 'reports', 'notes.txt'), 'private');
  const saved = machine.step('save-archive.sh');
  expect(saved).toMatchObject({ status: 0, stderr: expect.stringContaining('2 files') });
  expect(branchFiles().map((line) => line.split('\t')[1])).toEqual(['index.json', 'reports/2026-02-20.json']);
});

test('a report that is not in the pushed tree fails the step, and a simulated one pushes nothing', () => {
  const machine = runner('one');
  machine.build('2026-02-19');
  const missing = machine.step('save-archive.sh', { REPORT: '2026-02-20' });
  expect(missing).toMatchObject({ status: 3, stderr: expect.stringContaining('no report 2026-02-20') });
  expect(git(root, '--git-dir', bare, 'for-each-ref')).toBe('');
  const simulated = machine.step('save-archive.sh', { REPORT: '2026-02-20', SIMULATED: 'true' });
  expect(simulated).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing is pushed') });
  expect(git(root, '--git-dir', bare, 'for-each-ref')).toBe('');
  expect(machine.step('save-archive.sh', { REPORT: '2026-02-19' }).status).toBe(0);
  expect(onBranch()).toEqual(['reports/2026-02-19.json']);
  // The branch is as it should be, but for the report.
  expect(machine.step('save-archive.sh', { REPORT: '2026-02-20' }).status).toBe(3);
});

test('an empty archive that holds no report of this run fails the step', () => {
  const machine = runner('one');
  machine.step('restore-archive.sh');
  expect(machine.step('save-archive.sh', { REPORT: '2026-02-20' }).status).toBe(3);
});

test('what a killed writer left behind is not pushed', () => {
  const machine = runner('one');
  machine.build('2026-02-20');
  writeFileSync(join(machine.archiveDir, 'reports', '.new-x'), 'half');
  machine.step('save-archive.sh');
  expect(onBranch()).toEqual(['reports/2026-02-20.json']);
});

test('a token reaches git for the server of the workflow only, and not by the command line', () => {
  const machine = runner('one');
  const seen = join(root, 'seen');
  const bin = join(root, 'token-bin');
  mkdirSync(bin);
  // Stands in for git: writes down how it is called, and that the branch does not exist.
  writeFileSync(
    join(bin, 'git'),
    `#!/usr/bin/env bash\n{ echo "$*"; env | grep ^GIT_CONFIG_; } >>"${seen}"\nexit 2\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  const restored = machine.step('restore-archive.sh', {
    PATH: `${bin}:${ENV.PATH}`,
    GITHUB_TOKEN: 's3cret',
    GITHUB_SERVER_URL: 'https://git.example.org',
  });
  expect(restored).toMatchObject({ status: 0, stdout: expect.stringContaining('first run') });
  const text = readFileSync(seen, 'utf8');
  expect(text).toContain('GIT_CONFIG_KEY_0=http.https://git.example.org/.extraheader\n');
  const basic = Buffer.from('x-access-token:s3cret').toString('base64');
  expect(text).toContain(`GIT_CONFIG_VALUE_0=AUTHORIZATION: basic ${basic}\n`);
  expect(text.split('\n').filter((line) => /s3cret/.test(line))).toEqual([]);
});

describe('the other steps', () => {
  test.each([
    ['Team/Monitor', {}, 'SITE_URL=https://team.github.io\nBASE_PATH=/Monitor/\n'],
    ['team/team.github.io', {}, 'SITE_URL=https://team.github.io\nBASE_PATH=/\n'],
    [
      'team/m',
      { SITE_URL: 'https://m.example', BASE_PATH: '/' },
      'SITE_URL=https://m.example\nBASE_PATH=/\n',
    ],
  ])('the site of %s', (repository, env, expected) => {
    const file = join(root, 'env');
    const { status } = runner('one').step('site-address.sh', {
      GITHUB_REPOSITORY: repository,
      GITHUB_ENV: file,
      ...env,
    });
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(expected);
  });

  test('the verdict is handed on as a word, and nothing else is', () => {
    const machine = runner('one');
    const latest = (value: unknown) => {
      mkdirSync(join(machine.directory, 'dist'), { recursive: true });
      writeFileSync(join(machine.directory, 'dist', 'latest.json'), JSON.stringify(value));
      return machine.step('verdict.sh', { GITHUB_OUTPUT: join(root, 'output') });
    };
    expect(latest(run('2026-02-20')).status).toBe(0);
    expect(readFileSync(join(root, 'output'), 'utf8')).toMatch(
      /^verdict=(green|yellow|red)\nid=2026-02-20\nsimulated=false\n$/,
    );
    expect(latest({ verdict: { status: 'red\nevil=1' }, id: 'x' }).status).toBe(3);
    expect(latest({}).status).toBe(3);
    expect(latest({ verdict: { status: 'red' }, id: 'x' }).status).toBe(3);
    expect(readFileSync(join(root, 'output'), 'utf8')).not.toContain('evil');
  });

  test.each([
    ['never', 'red', 0],
    ['red', 'red', 10],
    ['red', 'yellow', 0],
    ['yellow', 'yellow', 10],
    ['yellow', 'red', 10],
    ['yellow', 'green', 0],
    ['unknown', 'unknown', 10],
    ['unknown', 'red', 10],
    ['unknown', 'yellow', 0],
    ['rde', 'green', 2],
  ])('gate %s at %s leaves with %d', (failOn, verdict, code) => {
    expect(runner('one').step('gate.sh', { FAIL_ON: failOn, VERDICT: verdict }).status).toBe(code);
  });
});

/** Runs the composite action in a job of another repository; a script stands in for npm. */
function action(machine: { readonly directory: string }, env: Record<string, string>, simulated = false) {
  const project = join(root, 'project');
  cpSync(join(github, 'scripts'), join(project, '.github/scripts'), { recursive: true });
  cpSync(join(github, '../scripts/trim-install.mjs'), join(project, 'scripts/trim-install.mjs'));
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  // Stands in for npm: writes down what the build would be given, and a site.
  const npm = `#!/usr/bin/env bash
[ "$1" = ci ] && exit 0
{ echo "$PWD"; echo "$PREDICTIONS_LOG"; echo "$API_REQUESTS_LOG"; echo "$SITE_URL$BASE_PATH"; } >"${root}/given"
ls -R "$ARCHIVE_DIR" >"${root}/restored"
mkdir -p "$OUT_DIR" "$ARCHIVE_DIR/reports"
echo '{"verdict":{"status":"red"},"id":"2026-02-20","simulated":${simulated}}' >"$OUT_DIR/latest.json"
${simulated} || echo '{"archive":{"inputsHash":"'$PREDICTIONS_LOG'"}}' >"$ARCHIVE_DIR/reports/2026-02-20.json"
`;
  writeFileSync(join(bin, 'npm'), npm);
  chmodSync(join(bin, 'npm'), 0o755);
  const step = (script: string, given: Record<string, string>) => {
    const output = join(root, `output-${script.replaceAll('/', '-')}`);
    rmSync(output, { force: true });
    const { status, stderr } = spawnSync(join(project, '.github', script), {
      cwd: machine.directory,
      encoding: 'utf8',
      env: {
        ...ENV,
        PATH: `${bin}:${ENV.PATH}`,
        GITHUB_WORKSPACE: machine.directory,
        GITHUB_REPOSITORY: 'team/api',
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: root,
        INPUT_PREDICTIONS_LOG: 'logs/p.jsonl',
        SITE_URL: '',
        BASE_PATH: '',
        ...given,
      },
    });
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    return { status, stderr, outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s))) };
  };
  // As action.yml has them: the archive is restored and saved by steps of their own, around the build.
  const prepared = step('scripts/action-prepare.sh', env);
  if (prepared.status !== 0) return { ...prepared, project };
  const { archive = '' } = prepared.outputs;
  const built = step('scripts/action-run.sh', { ...env, ARCHIVE_DIR: archive });
  if (built.status !== 0) return { ...built, project };
  const { ARCHIVE_BRANCH = 'monitor-archive' } = env;
  const { id = '', simulated: isSimulated = '' } = built.outputs;
  const saved = step('scripts/save-archive.sh', {
    ARCHIVE_DIR: archive,
    ARCHIVE_BRANCH,
    REPORT: id,
    SIMULATED: isSimulated,
  });
  return { status: saved.status, stderr: saved.stderr, project, outputs: built.outputs };
}

test('the composite action builds another repository’s logs and keeps its archive', () => {
  const machine = runner('theirs');
  const { status, stderr, project, outputs } = action(machine, {});
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(join(root, 'given'), 'utf8').split('\n')).toEqual([
    project,
    join(machine.directory, 'logs/p.jsonl'),
    '',
    'https://team.github.io/api/',
    '',
  ]);
  expect(outputs).toEqual({
    verdict: 'red',
    id: '2026-02-20',
    simulated: 'false',
    url: 'https://team.github.io/api/reports/2026-02-20/',
    path: join(machine.directory, 'monitor-site'),
  });
  expect(existsSync(join(machine.directory, 'monitor-site', 'latest.json'))).toBe(true);
  expect(onBranch()).toEqual(['reports/2026-02-20.json']);
});

test('the action drops what no run needs, and leaves out nothing that one does', () => {
  const machine = runner('theirs');
  const others = join(root, 'project/node_modules/onnxruntime-node/bin/napi-v6');
  for (const platform of [`${process.platform}/${process.arch}`, 'plan9/mips'])
    mkdirSync(join(others, platform), { recursive: true });
  expect(action(machine, {})).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(others, process.platform))).toEqual([process.arch]);
  expect(existsSync(join(others, 'plan9/mips'))).toBe(false);
  expect(action(machine, { INPUT_OMIT: 'optional' })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('omit must be dev or peer'),
  });
});

test('two uses of the action in one job have an archive each, and may not share a branch or a directory', () => {
  const machine = runner('theirs');
  const a = { INPUT_PREDICTIONS_LOG: 'a.jsonl', INPUT_OUTPUT: 'site-a', ARCHIVE_BRANCH: 'a' };
  const b = { INPUT_PREDICTIONS_LOG: 'b.jsonl', INPUT_OUTPUT: 'site-b', ARCHIVE_BRANCH: 'b' };
  expect(action(machine, a)).toMatchObject({ status: 0, stderr: '' });
  expect(action(machine, b)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(root, 'restored'), 'utf8')).not.toContain('2026-02-20');
  const inputsOf = (branch: string): string =>
    git(root, '--git-dir', bare, 'show', `${branch}:reports/2026-02-20.json`);
  expect(inputsOf('a')).toContain('a.jsonl');
  expect(inputsOf('b')).toContain('b.jsonl');
  // The same use again is no other use.
  expect(action(machine, a)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(root, 'restored'), 'utf8')).toContain('2026-02-20');
  for (const shared of [{ INPUT_OUTPUT: 'site-a' }, { ARCHIVE_BRANCH: 'a' }]) {
    const refused = action(machine, { ...b, ...shared });
    expect(refused).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another use of this action'),
    });
  }
  expect(inputsOf('a')).toContain('a.jsonl');
});

test('a simulated run of the action archives and pushes nothing', () => {
  const machine = runner('theirs');
  expect(action(machine, {}, true)).toMatchObject({ status: 0, stderr: '' });
  expect(git(root, '--git-dir', bare, 'for-each-ref')).toBe('');
});

describe('the workflow files', () => {
  const files = [
    ...readdirSync(join(github, 'workflows')).map((name) => join(github, 'workflows', name)),
    join(github, '../action.yml'),
    ...readdirSync(join(github, 'actions')).map((name) => join(github, 'actions', name, 'action.yml')),
  ];
  test.each(files.map((file) => [file.slice(github.length), file]))('%s', (_, file) => {
    const text = readFileSync(file, 'utf8');
    for (const [, reference] of text.matchAll(/uses: (\S+)/g)) {
      expect(reference).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
    }
    // The value of an expression inside a script would be executed as shell code.
    for (const [, script] of text.matchAll(/run: (.+)/g)) expect(script).not.toContain('${{');
    for (const [path] of text.matchAll(/\.github\/scripts\/[\w-]+\.sh/g)) {
      expect(statSync(join(github, '..', path)).mode & 0o111, path).toBeGreaterThan(0);
    }
  });

  test('the nightly run pushes the archive before it publishes, tells last, and runs one at a time', () => {
    const text = readFileSync(join(github, 'workflows/nightly.yml'), 'utf8');
    const { jobs } = parse(text) as { jobs: Record<string, { needs?: string | string[]; steps: unknown[] }> };
    const needs = (job: string): string[] => [jobs[job]?.needs ?? []].flat();
    const runs = (job: string): string => JSON.stringify(jobs[job]?.steps);
    expect(needs('save')).toEqual(['build']);
    expect(needs('deploy')).toEqual(['build', 'save']);
    expect(needs('issue')).toEqual(['build', 'deploy']);
    // After the issue, whose label acknowledges an incident for all routes.
    expect(needs('tell')).toEqual(['build', 'deploy', 'issue']);
    expect(needs('remember')).toEqual(['build', 'tell']);
    expect(runs('save')).toContain('save-archive.sh');
    expect(runs('deploy')).toMatch(/check-site\.sh.*deploy-pages/);
    expect(runs('tell')).toMatch(/restore-archive\.sh.*main\.js mail/);
    expect(text).toMatch(/concurrency:\n {2}group: nightly-report\n {2}cancel-in-progress: false/);
    expect(text).toMatch(/^permissions: \{\}$/m);
  });
});
