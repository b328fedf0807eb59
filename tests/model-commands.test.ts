import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../src/stats/distributions/random.ts';
import { describeWithCases } from './support/cases.ts';
import { COMPILE_CACHE } from './support/compile-cache.ts';
import { API_KEY, startFakeLemlist } from './support/fake-lemlist.ts';
import { sendJson, startTestServer } from './support/mlflow-server.ts';
import { commandLine } from './support/run-build.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of this project as a user does, with only the given environment. */
const run = (command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...COMPILE_CACHE, ...env }, cwd: tmpdir() };
    execFile(process.execPath, [...commandLine(command), ...args], options, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });

const folder = (): string => mkdtempSync(join(tmpdir(), 'model-commands-'));

describe('what is missing or wrong is said', () => {
  test.each<[string, string[], number, RegExp]>([
    ['optimize-model', [], 2, /--model-path FILE is needed/],
    ['optimize-model', ['--model-path', '/nowhere.joblib'], 3, /\/nowhere\.joblib: the model cannot be read/],
    ['optimize-model', ['--model-path', 'a.onnx', '--output', './a.onnx'], 2, /is the model itself/],
    ['optimize-model', ['--model-path', 'x.json', '--n-calls', '0'], 2, /--n-calls must be a whole number/],
    ['train-model', ['--data', '/nowhere.csv'], 2, /--data: \/nowhere\.csv does not exist/],
    ['train-model', ['--data', 'x', '--class-weight', 'much'], 2, /--class-weight: expected/],
    ['evaluate-model', ['--data', 'x.csv'], 2, /--champion .* is needed/],
    ['export-lemlist', ['--output', 'x.csv'], 2, /LEMLIST_API_KEY is not set/],
    ['profile-api', ['--mode', 'fast'], 2, /--mode must be api, model or both/],
    ['profile-api', ['--api-url', 'ftp://x'], 2, /--api-url: expected an http/],
    ['profile-api', ['--payloads', '/nowhere.jsonl'], 2, /--payloads: \/nowhere\.jsonl cannot be read/],
  ])('%s %j', async (command, args, exitCode, message) => {
    const { code, stdout, stderr } = await run(command, args);
    expect(stderr).toMatch(message);
    expect(code).toBe(exitCode);
    expect(stdout).toBe('');
  });

  test('a pickle that would run a command is refused, and nothing of it is run', async () => {
    const at = folder();
    const canary = join(at, 'owned');
    writeFileSync(join(at, 'model.joblib'), `cos\nsystem\n(S'touch ${canary}'\ntR.`);
    const { code, stderr } = await run('optimize-model', ['--model-path', join(at, 'model.joblib')]);
    expect(code).toBe(3);
    expect(stderr).toContain('it refers to os.system');
    expect(existsSync(canary)).toBe(false);
    expect(existsSync(join(at, 'model.onnx'))).toBe(false);
  });
});

/** Leads whose outcome depends on quality, with noise. */
function leadsCsv(rows: number, seed: number): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => {
    const quality = Math.round(100 * random.uniform());
    const engaged = random.uniform() < (quality > 50 ? 0.8 : 0.2) ? 1 : 0;
    return `k${seed}-${i},${quality},${i % 3 === 0 ? 'SaaS' : 'Banking'},${engaged}`;
  });
  return `lead_key,quality,industry,engaged\n${lines.join('\n')}\n`;
}

describe('from labelled leads to the next report', () => {
  test('trains on two batches, writes model, folds and reference, and evaluates them', async () => {
    const at = folder();
    writeFileSync(join(at, 'old.csv'), leadsCsv(150, 1));
    writeFileSync(join(at, 'new.csv'), leadsCsv(50, 2));
    const paths = { model: join(at, 'm.onnx'), reference: join(at, 'ref.csv') };
    const trained = await run('train-model', [
      '--data',
      join(at, 'old.csv'),
      '--add',
      join(at, 'new.csv'),
      '--repeats',
      '1',
      '--output',
      paths.model,
      '--reference',
      paths.reference,
      '--json',
    ]);
    expect(trained.stderr).not.toContain('error');
    const result = JSON.parse(trained.stdout);
    expect(result).toMatchObject({
      rows: 200,
      replaced: 0,
      paths: { ...paths, folds: join(at, 'm.folds.json') },
    });
    // Positives and negatives differ in quality by chance 0.8 / 0.2: the best possible AUC is about 0.8.
    expect(result.crossValidation.meanAuc).toBeGreaterThan(0.65);
    expect(result.columns).toEqual([
      { name: 'quality', kind: 'numeric' },
      { name: 'industry', kind: 'category' },
    ]);
    const [header, ...rows] = readFileSync(paths.reference, 'utf8').trim().split('\n');
    expect(header).toBe('quality,industry,engaged,score');
    expect(rows).toHaveLength(200);
    expect(JSON.parse(readFileSync(join(at, 'm.folds.json'), 'utf8')).repeats[0]).toHaveLength(200);

    const report = join(at, 'evaluation.md');
    const evaluated = await run('evaluate-model', [
      '--data',
      paths.reference,
      '--champion',
      'column:score',
      '--challenger',
      paths.model,
      '--output',
      report,
      '--json',
    ]);
    const evaluation = JSON.parse(evaluated.stdout);
    expect(evaluation.champion.performance.auc.value).toBeGreaterThan(0.65);
    expect(evaluation.comparison.verdict).toBeDefined();
    expect(readFileSync(report, 'utf8')).toContain('| AUC | ');
  });

  test('the same data, flags and seed give the same trees', async () => {
    const at = folder();
    writeFileSync(join(at, 'leads.csv'), leadsCsv(80, 3));
    const train = async (name: string) => {
      const { stdout } = await run('train-model', [
        '--data',
        join(at, 'leads.csv'),
        '--repeats',
        '1',
        '--output',
        join(at, name),
        '--reference',
        join(at, `${name}.csv`),
        '--json',
      ]);
      const { crossValidation, trees, usedMost } = JSON.parse(stdout);
      return { crossValidation, trees, usedMost, reference: readFileSync(join(at, `${name}.csv`), 'utf8') };
    };
    expect(await train('a.onnx')).toEqual(await train('b.onnx'));
  });
});

describe('against servers', () => {
  test('profile-api sends no more than asked and writes a log of it', async () => {
    const server = await startTestServer((_, response) => sendJson(response, 200, { score: 0.5 }));
    const at = folder();
    writeFileSync(join(at, 'log.jsonl'), '{"input": {"llm_quality": 85}}\n');
    const { code, stdout } = await run('profile-api', [
      '--api-url',
      server.url,
      '--n-requests',
      '12',
      '--rate',
      '100',
      '--payloads',
      join(at, 'log.jsonl'),
      '--log',
      join(at, 'api_requests.jsonl'),
      '--json',
    ]);
    await server.close();
    expect(code).toBe(0);
    expect(server.seen).toHaveLength(12);
    expect(JSON.parse(stdout).api.summary).toMatchObject({ requests: 12, successes: 12, corrected: true });
    const lines = readFileSync(join(at, 'api_requests.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(12);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      endpoint: '/predict',
      method: 'POST',
      status_code: 200,
    });
  });

  test('score-reference writes the scores beside the rows, in a folder that it makes', async () => {
    const server = await startTestServer((_, response) => sendJson(response, 200, { probability: 0.25 }));
    const at = folder();
    writeFileSync(join(at, 'r.csv'), 'industry,engaged\nBank,1\nShop,0\n');
    writeFileSync(join(at, 'file'), '');
    const score = (output: string) =>
      run('score-reference', ['--api-url', server.url, '--rate', '100', '--quiet', '--output', output], {
        REFERENCE_DATA_PATH: join(at, 'r.csv'),
      });
    const { code, stderr } = await score(join(at, 'data/reference/scored.csv'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(at, 'data/reference/scored.csv'), 'utf8')).toBe(
      'industry,engaged,score\nBank,1,0.25\nShop,0,0.25\n',
    );
    expect(existsSync(join(at, 'data/reference/scored.csv.progress'))).toBe(false);
    expect(await score(join(at, 'file/scored.csv'))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/output-unwritable.*cannot be written/),
    });
    await server.close();
    expect(server.seen).toHaveLength(2);
  });

  test('export-lemlist writes rows that train-model and the outcomes reader take', async () => {
    const fake = await startFakeLemlist();
    fake.activities = [
      {
        _id: 'a2',
        type: 'emailsReplied',
        createdAt: '2026-01-06T00:00:00Z',
        leadId: 'lea_1',
        leadEmail: 'ada@example.org',
      },
      {
        _id: 'a1',
        type: 'emailsSent',
        createdAt: '2026-01-05T00:00:00Z',
        leadId: 'lea_1',
        leadEmail: 'ada@example.org',
      },
      {
        _id: 'a0',
        type: 'emailsSent',
        createdAt: '2026-01-04T00:00:00Z',
        leadId: 'lea_2',
        leadEmail: 'bob@example.org',
      },
    ];
    fake.leads = { cam_1: [{ email: 'ada@example.org', Quality: 77, industry: 'SaaS, "B2B"' }] };
    const at = folder();
    writeFileSync(join(at, 'like.csv'), leadsCsv(3, 1));
    const { code, stdout, stderr } = await run(
      'export-lemlist',
      ['--output', join(at, 'batch.csv'), '--like', join(at, 'like.csv'), '--json'],
      { LEMLIST_API_KEY: API_KEY, LEMLIST_API_URL: `${fake.url}/api`, LEMLIST_HASH_KEY: 'secret' },
    );
    await fake.close();
    expect(stderr).not.toContain(API_KEY);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ leads: 2, engaged: 1, withoutFields: 1 });
    const text = readFileSync(join(at, 'batch.csv'), 'utf8');
    expect(text.split('\n')[0]).toBe('lead_key,date,quality,industry,engaged');
    expect(text).toContain(',2026-01-05,77,"SaaS, ""B2B""",1');
    expect(text).not.toContain('example.org');
    expect(existsSync(join(at, 'batch.csv.all.partial'))).toBe(false);
  });
});

describeWithCases('the real model', (path) => {
  test('is converted, checked and timed; only the result is on stdout', async () => {
    const at = folder();
    const { code, stdout } = await run('optimize-model', [
      '--model-path',
      path('model/xgboost_model.joblib'),
      '--output',
      join(at, 'm.onnx'),
      '--n-calls',
      '200',
      '--no-python',
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.model).toMatchObject({ objective: 'binary:logistic', trees: 255, features: 47 });
    expect(result.verification.maxDifference).toBeLessThan(1e-6);
    expect(result.benchmark.p50).toBeLessThan(1);
    expect(result.xgboost).toEqual({ status: 'absent', reason: 'not asked (--no-python)' });
  });
});
