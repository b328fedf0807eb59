import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithCases } from './support/cases.ts';
import { commandLine } from './support/run-build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const calibrate = [join(root, 'scripts/dev/calibrate.ts')];

function run(script: readonly string[], args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [...script, ...args], { cwd: root });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stat-doors-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('stat', () => {
  test('answers each line in its order, a bad one with an error', async () => {
    const lines = [
      '{"test": "ks", "reference": [1, 2, 3], "production": [4, 5, 6]}',
      'not json',
      '',
      '{"test": "psi", "reference": {"counts": {"a": 5, "b": 5}}, "production": {"counts": {"a": 5, "b": 5}}}',
    ];
    const { code, stdout, stderr } = await run(commandLine('stat'), [], `\uFEFF${lines.join('\r\n')}\r\n`);
    expect([code, stderr]).toEqual([0, '']);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ status }) => status)).toEqual(['ok', 'error', 'ok']);
    // Two of the C(6, 3) = 20 orders are as extreme; compared at full precision.
    expect(answers[0]?.['p']).toBeCloseTo(0.1, 15);
    expect(answers[2]).toMatchObject({ statistic: 0, score: 0, drifted: false, threshold: 0.1 });
  });

  test('takes thousands of lines at once', async () => {
    const line = '{"test": "chisquare", "reference": ["a", "b"], "production": ["a", "b"]}\n';
    const { stdout } = await run(commandLine('stat'), [], line.repeat(3000));
    expect(stdout.trimEnd().split('\n')).toHaveLength(3000);
  });

  test('explains itself and refuses unknown flags', async () => {
    expect((await run(commandLine('stat'), ['--help'])).stdout).toMatch(/perc_text_content_drift/);
    expect((await run(commandLine('stat'), ['--what'])).code).toBe(2);
  });
});

describe('drift', () => {
  const reference = [
    'x,kind',
    ...Array.from({ length: 60 }, (_, i) => `${i / 10},${i % 3 === 0 ? 'a' : 'b'}`),
  ];

  test('reads CSV and gzipped logs with nested inputs, and writes one HTML file', async () => {
    const csv = join(directory, 'reference.csv');
    const log = join(directory, 'predictions.jsonl.gz');
    const html = join(directory, 'out', 'drift.html');
    await writeFile(csv, reference.join('\n'));
    const rows = Array.from({ length: 80 }, (_, i) =>
      JSON.stringify({ input: { x: 5 + i / 10, kind: 'b' }, score: 0.5 }),
    );
    await writeFile(log, gzipSync([...rows, 'cut in the mid'].join('\n')));
    const { code, stdout, stderr } = await run(commandLine('drift'), [
      '--reference',
      csv,
      '--production',
      log,
      '--output',
      html,
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^2 of 2 tested features drifted \(100 %\) by the guide’s rule, 2 of 2 materially: red\./,
    );
    expect(stderr).toMatch(/--production: 1 lines are no rows/);
    expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('says what is wrong with a flag or a file', async () => {
    expect(await run(commandLine('drift'), ['--reference', 'x.csv'])).toMatchObject({ code: 2 });
    const missing = await run(commandLine('drift'), [
      '--reference',
      'no-such.csv',
      '--production',
      'no.jsonl',
    ]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/--reference: no-such\.csv is not a file/);
    const table = join(directory, 'table.xlsx');
    await writeFile(table, 'x');
    expect((await run(commandLine('drift'), ['--reference', table, '--production', table])).stderr).toMatch(
      /unknown ending/,
    );
  });
});

describeWithCases('drift on the real logs', (path) => {
  test('agrees with SciPy on the new vertical', async () => {
    const { stdout, code } = await run(commandLine('drift'), [
      '--reference',
      path('reference/leads_raw.csv'),
      '--production',
      path('new-vertical/predictions.jsonl'),
      '--json',
    ]);
    expect(code).toBe(0);
    const { drift } = JSON.parse(stdout) as {
      drift: { features: { name: string; p: number | null; status: string }[] };
    };
    const p = (name: string): number =>
      drift.features.find((feature) => feature.name === name)?.p ?? Number.NaN;
    // Published with the cases: chi-squared pooled 1.4e-19 and 7e-13, KS 0.0047, 0.0489, 0.35. Of a sparse table p is
    // twice the pooled one (two tests), here SciPy's with all its digits.
    expect(p('llm_geography')).toBeCloseTo(1.4e-19, 20);
    expect(p('llm_industry') / (2 * 6.737650695297986e-13)).toBeCloseTo(1, 6);
    expect(p('llm_decision_maker')).toBeCloseTo(0.0047, 4);
    expect(p('companyfoundedon')).toBeCloseTo(0.0489, 4);
    expect(p('llm_quality')).toBeCloseTo(0.35, 2);
  });
});

describe('verify-peers', () => {
  const script = [join(root, 'scripts/dev/verify-peers.ts')];
  test('says what it does, and refuses a flag that it has not', async () => {
    const { code, stdout, stderr } = await run(script, ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Example: [\s\S]*Exit codes: 0/);
    const refused = await run(script, ['--no-such-flag']);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--no-such-flag') });
  });
});

describe('calibrate', () => {
  test('refuses a time that is none', async () => {
    expect((await run(calibrate, ['--now', 'yesterday'])).stderr).toMatch(/--now is "yesterday"/);
  });
});
