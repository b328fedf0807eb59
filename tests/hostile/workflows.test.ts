import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** What the workflows let each job do, read from their YAML. */

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Action {
  readonly runs: { readonly steps: readonly Step[] };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const github = join(root, '.github');
const read = (path: string): unknown => parse(readFileSync(join(github, path), 'utf8'));
const workflows = readdirSync(join(github, 'workflows')).map((name) => ({
  name,
  workflow: read(`workflows/${name}`) as Workflow,
}));
const actions = [
  { name: 'monitor', file: '../action.yml' },
  ...readdirSync(join(github, 'actions')).map((name) => ({ name, file: `actions/${name}/action.yml` })),
].map((one) => ({ ...one, action: read(one.file) as Action }));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, content]) => ({
    name: `${name}: ${job}`,
    job: content,
    workflow,
  })),
);
const steps = [
  ...jobs.flatMap(({ name, job }) =>
    job.steps.map((step) => ({ where: `${name}: ${step.name ?? step.uses}`, step })),
  ),
  ...actions.flatMap(({ name, action }) =>
    action.runs.steps.map((step) => ({ where: `${name}: ${step.name ?? step.uses}`, step })),
  ),
];

/** What a step runs: its words, and the scripts of ours that it names, with those that they source. */
function codeOf({ run = '' }: Step): string {
  const texts = [run];
  for (const [name] of run.matchAll(/[\w-]+\.sh\b/g)) texts.push(...scriptTexts(name));
  if (run.includes('.ci/run')) texts.push(readFileSync(join(root, '.ci/run'), 'utf8'));
  return texts.join('\n');
}
function scriptTexts(name: string): string[] {
  const found = [join(github, 'scripts', name)]
    .filter((path) => spawnSync('test', ['-f', path]).status === 0)
    .map((path) => readFileSync(path, 'utf8'));
  const nested = found.flatMap((text) =>
    [...text.matchAll(/\/([\w-]+\.sh)"/g)].flatMap(([, inner]) =>
      inner === undefined || inner === name ? [] : scriptTexts(inner),
    ),
  );
  return [...found, ...nested];
}
/** Variables that the monitor's commands read by themselves. */
const READ_BY_MONITOR = [
  'MLFLOW_TRACKING_TOKEN',
  'SMTP_URL',
  'SLACK_WEBHOOK_URL',
  'WEBHOOK_URL',
  'WEBHOOK_TOKEN',
  'WEBHOOK_SECRET',
  'SLACK_BOT_TOKEN',
  'TEAMS_WEBHOOK_URL',
  'PAGERDUTY_ROUTING_KEY',
  'GITHUB_TOKEN',
  'PGPASSWORD',
];

const isSecret = (value: string): boolean => /secrets\.|github\.token|inputs\.token/.test(value);
const runsPackages = (text: string): boolean =>
  /\bnpm (ci|install|exec|run)\b|\bnpx\b|\.ci\/run|docker buildx build/.test(text);
const writes = (job: Job): string[] =>
  Object.entries(job.permissions ?? {}).flatMap(([scope, level]) => (level === 'write' ? [scope] : []));

test('the files are read as they are meant to be', () => {
  expect(jobs.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'ci.yml: check',
      'nightly.yml: build',
      'nightly.yml: save',
      'nightly.yml: deploy',
      'release.yml: publish-image',
    ]),
  );
  expect(actions.map(({ name }) => name).sort()).toEqual(['monitor', 'save']);
  expect(steps.length).toBeGreaterThan(50);
});

test('every job says what it may do, and nothing is granted to all', () => {
  for (const { name, job, workflow } of jobs) {
    expect([{}, { contents: 'read' }], name).toContainEqual(workflow.permissions);
    if (JSON.stringify(workflow.permissions) === '{}') expect(job.permissions, name).toBeDefined();
    expect(
      Object.values(job.permissions ?? {}).every((level) => ['read', 'write'].includes(level)),
      name,
    ).toBe(true);
  }
});

test('no job that may write installs packages, reads logs or runs what strangers wrote; one runs our program, for the issue', () => {
  const writing = jobs.filter(({ job }) => writes(job).length > 0);
  expect(writing.map(({ name }) => name).sort()).toEqual([
    'nightly.yml: deploy',
    'nightly.yml: issue',
    'nightly.yml: remember',
    'nightly.yml: save',
    'release.yml: publish-image',
    'release.yml: publish-package',
  ]);
  for (const { name, job } of writing) {
    const code = job.steps.map(codeOf).join('\n');
    if (name === 'nightly.yml: issue') {
      expect(writes(job)).toEqual(['issues']);
      expect(runsPackages(code)).toBe(false);
      expect(code.match(/\bnode\b.*/g)).toEqual([expect.stringMatching(/^node lib\/main\.js notify /)]);
    } else {
      expect(runsPackages(code), name).toBe(false);
      expect(code, name).not.toMatch(/fetch-logs|\bnode\b/);
      expect(
        job.steps.some(({ uses }) => uses?.startsWith('actions/setup-node@') === true),
        name,
      ).toBe(false);
    }
  }
  expect(writes(jobs.find(({ name }) => name === 'nightly.yml: build')?.job ?? { steps: [] })).toEqual([]);
});

test('a night installs once: the program that tells is handed on before a log is read or a site is built', () => {
  const nightly = jobs.filter(({ name }) => name.startsWith('nightly.yml'));
  const installing = nightly.filter(({ job }) => runsPackages(job.steps.map(codeOf).join('\n')));
  expect(installing.map(({ name }) => name)).toEqual(['nightly.yml: build']);
  const build = installing[0]?.job.steps ?? [];
  const handed = build.findIndex(({ with: given }) => given?.['name'] === 'program');
  const before = build.slice(0, handed).map(codeOf).join('\n').trim().split('\n');
  expect(before).toEqual(['npm ci --omit=dev --ignore-scripts', 'node scripts/dev/pack.ts --messages']);
  const running = nightly.filter(({ job }) => job.steps.some((step) => codeOf(step).includes('lib/main.js')));
  expect(running.map(({ name }) => name)).toEqual(['nightly.yml: issue', 'nightly.yml: tell']);
  for (const { name, job } of running) {
    const got = job.steps.find(({ with: given }) => given?.['name'] === 'program');
    expect(got?.with, name).toEqual({ name: 'program', path: build[handed]?.with?.['path'] });
  }
});

test('a token that signs is only where something is published', () => {
  const signing = jobs
    .filter(({ job }) => job.permissions?.['id-token'] !== undefined)
    .map(({ name }) => name);
  expect(signing.sort()).toEqual([
    'nightly.yml: deploy',
    'release.yml: publish-image',
    'release.yml: publish-package',
  ]);
});

test('no checkout keeps its token', () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@') === true);
  expect(checkouts.length).toBeGreaterThan(8);
  expect(
    checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false).map(({ where }) => where),
  ).toEqual([]);
});

test('secrets are in the steps that use them, and in no other place', () => {
  for (const { workflow, name } of workflows) {
    expect(Object.values(workflow.env ?? {}).filter(isSecret), name).toEqual([]);
    for (const [job, { env }] of Object.entries(workflow.jobs))
      expect(Object.values(env ?? {}).filter(isSecret), `${name}: ${job}`).toEqual([]);
  }
  const holding = steps.flatMap(({ where, step }) =>
    Object.entries(step.env ?? {}).flatMap(([variable, value]) =>
      isSecret(value) ? [{ where, step, variable }] : [],
    ),
  );
  expect(holding.length).toBeGreaterThan(15);
  for (const { where, step, variable } of holding) {
    const code = codeOf(step);
    expect(code, where).not.toMatch(/npm ci|npm install/);
    const isRead =
      new RegExp(`\\b${variable}\\b`).test(code) ||
      (READ_BY_MONITOR.includes(variable) &&
        /npm run (--silent )?(monitor|build)|node lib\/main\.js/.test(code)) ||
      (variable === 'GITHUB_TOKEN' && /\bgh /.test(code));
    expect(isRead, `${where} does not use ${variable}`).toBe(true);
  }
  // An input of an action may hold a secret too.
  for (const { where, step } of steps)
    expect(
      Object.values(step.with ?? {})
        .map(String)
        .filter(isSecret),
      where,
    ).toEqual([]);
});

test('what routes are told with is in the step that tells routes, and in the older ones of mail, Slack and webhook', () => {
  const holding = (variable: string): string[] =>
    steps.filter(({ step }) => step.env?.[variable] !== undefined).map(({ where }) => where);
  for (const variable of ['SLACK_BOT_TOKEN', 'TEAMS_WEBHOOK_URL', 'PAGERDUTY_ROUTING_KEY']) {
    expect(holding(variable), variable).toEqual(['nightly.yml: tell: Routes']);
  }
  expect(holding('SMTP_URL')).toEqual(['nightly.yml: tell: Mail', 'nightly.yml: tell: Routes']);
  expect(holding('SLACK_WEBHOOK_URL')).toEqual(['nightly.yml: tell: Slack', 'nightly.yml: tell: Routes']);
  expect(holding('WEBHOOK_SECRET')).toEqual(['nightly.yml: tell: Webhook', 'nightly.yml: tell: Routes']);
});

test('every action is pinned by its commit, with its version beside it', () => {
  for (const file of [
    ...workflows.map(({ name }) => `workflows/${name}`),
    ...actions.map(({ file }) => file),
  ]) {
    const text = readFileSync(join(github, file), 'utf8');
    for (const [, use] of text.matchAll(/uses: (.+)/g))
      expect(use).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('where packages are installed for use, none of their scripts runs; elsewhere only those that package.json lists', () => {
  for (const { where, step } of steps) {
    for (const [command] of codeOf(step).matchAll(/\bnpm (ci|install|pack)\b.*/g)) {
      if (where.includes('.ci/run') || step.run?.includes('.ci/run') === true) continue;
      expect(command, where).toContain('--ignore-scripts');
    }
  }
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8').match(/npm ci.*/g)).toEqual([
    'npm ci --omit=dev --ignore-scripts && node scripts/trim-install.mjs',
  ]);
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  expect(
    Object.keys(allowScripts)
      .filter((name) => allowScripts[name] === true)
      .sort(),
  ).toEqual(['esbuild', 'node']);
});

test('a release: checked first, built without rights, signed with its bill of materials', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')?.workflow;
  const code = (job: string): string => (release?.jobs[job]?.steps ?? []).map(codeOf).join('\n');
  expect(code('check')).toContain('check-release.sh');
  expect(code('image')).toMatch(/--provenance=mode=max --sbom=true/);
  expect(code('package')).toMatch(
    /pack\.ts\n[\s\S]*npm pack --ignore-scripts[\s\S]*pack\.ts --restore\n[\s\S]*npm sbom /,
  );
  const attests = (job: string): boolean =>
    (release?.jobs[job]?.steps ?? []).some(
      ({ uses }) => uses?.startsWith('actions/attest-build-provenance@') === true,
    );
  expect([attests('publish-image'), attests('publish-package')]).toEqual([true, true]);
  const needs = Object.fromEntries(
    Object.entries(release?.jobs ?? {}).map(([name, job]) => [name, [job.needs ?? []].flat()]),
  );
  expect(needs).toEqual({
    check: [],
    package: ['check'],
    image: ['check'],
    'publish-image': ['image'],
    'publish-package': ['package', 'publish-image'],
  });
  // A cache may be written to by other runs.
  expect(JSON.stringify(release)).not.toContain('cache');
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'workflows-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the site that a job publishes', () => {
  const site = (): string => join(directory, 'site');
  const write = (name: string): void => {
    mkdirSync(join(site(), name, '..'), { recursive: true });
    writeFileSync(join(site(), name), 'x');
  };
  const check = (...tarArguments: string[]) => {
    execFileSync('tar', ['-cf', join(directory, 'site.tar'), ...tarArguments, '-C', site(), '.']);
    return spawnSync(join(github, 'scripts/check-site.sh'), [join(directory, 'site.tar')], {
      env: { PATH: process.env['PATH'] ?? '', REPORT: '2026-02-20' },
      encoding: 'utf8',
    });
  };
  beforeEach(() => {
    for (const name of [
      'index.html',
      'latest.json',
      '.lead-scoring-monitor',
      '_astro/a.B-1.js',
      'reports/2026-02-20/index.html',
    ])
      write(name);
  });

  test('passes where it is regular files with plain names', () => {
    expect(check()).toMatchObject({ status: 0, stdout: 'The site holds 5 files.\n' });
  });

  test.each<[string, () => void, string]>([
    ['a link', () => symlinkSync('/etc/passwd', join(site(), 'x.html')), 'neither a regular file'],
    ['a link to a directory', () => symlinkSync('/etc', join(site(), 'etc')), 'neither a regular file'],
    ['a pipe', () => execFileSync('mkfifo', [join(site(), 'pipe')]), 'neither a regular file'],
    ['a name with a line break', () => write('a\nb'), 'with a name'],
    ['a name with a space', () => write('a b'), 'with a name'],
    ['a hidden directory', () => write('.git/config'), 'with a name'],
    ['a name that is a flag', () => write('--help'), 'with a name'],
    ['no page', () => rmSync(join(site(), 'index.html')), 'no index.html'],
    [
      'another report',
      () => rmSync(join(site(), 'reports'), { recursive: true }),
      'no reports/2026-02-20/index.html',
    ],
  ])('with %s is refused', (_, spoil, words) => {
    spoil();
    expect(check()).toMatchObject({ status: 3, stderr: expect.stringContaining(words) });
  });

  test('with a path that leads out of it is refused', () => {
    writeFileSync(join(directory, 'outside'), 'x');
    expect(check('--transform', 's,^./latest.json,../latest.json,')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('with a name'),
    });
  });
});

describe('a release', () => {
  const check = (tag: string, change: Readonly<Record<string, (text: string) => string>> = {}) => {
    for (const name of ['package.json', 'CHANGELOG.md', 'Dockerfile']) {
      const text = readFileSync(join(root, name), 'utf8');
      writeFileSync(join(directory, name), (change[name] ?? ((same) => same))(text));
    }
    return spawnSync(join(github, 'scripts/check-release.sh'), {
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '', TAG: tag },
      encoding: 'utf8',
    });
  };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  test('of the version that everything says passes', () => {
    expect(check(`v${version}`, { 'CHANGELOG.md': (text) => `${text}\n## ${version}\n` })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test.each([
    ['latest', {}, 'no vX.Y.Z'],
    ['v99.0.0', {}, 'package.json says'],
    [`v${version}`, { 'CHANGELOG.md': () => '## Unreleased\n' }, 'no heading'],
    [
      `v${version}`,
      { Dockerfile: (text: string) => text.replaceAll(/@sha256:\w+/g, '') },
      'without a digest',
    ],
    [`v${version}`, { Dockerfile: (text: string) => `${text}\nFROM alpine:3\n` }, 'without a digest'],
  ])('%s is refused: %s', (tag, change, words) => {
    const { status, stderr, stdout } = check(tag, change);
    expect(status).toBe(2);
    expect(`${stdout}${stderr}`).toContain(words);
  });
});

test('the notes of a release are what the changelog says of its version, and nothing else', () => {
  const text =
    '## Unreleased\n\n- next\n\n## 1.2.0 (2026)\n\n- this $(id)\n\n### Fixed\n\n- that\n\n## 1.2.00\n\n- no\n';
  writeFileSync(join(directory, 'CHANGELOG.md'), text);
  const notes = (tag: string) =>
    spawnSync(join(github, 'scripts/release-notes.sh'), {
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '', TAG: tag },
      encoding: 'utf8',
    });
  expect(notes('v1.2.0')).toMatchObject({ status: 0, stdout: '\n- this $(id)\n\n### Fixed\n\n- that\n' });
  expect(notes('v1.2')).toMatchObject({ status: 2, stdout: '' });
  const release = jobs.find(({ name }) => name === 'release.yml: publish-package')?.job.steps ?? [];
  expect(release.map(codeOf).join('\n')).toContain('--notes-file release/CHANGES.md');
});

test('what is packed is what runs: no test, no data of a machine', () => {
  const listed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as { files: { path: string }[] }[];
  const paths = (listed[0]?.files ?? []).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'LICENSE',
      'README.md',
      'scripts/launch.mjs',
      'src/monitor-error.ts',
      'data/policy.json',
    ]),
  );
  const odd = /\.test\.ts$|^(tests|logs|archive|dist|\.)|\.(jsonl|csv|gz|parquet|env)$/;
  expect(paths.filter((path) => odd.test(path))).toEqual([]);
});
