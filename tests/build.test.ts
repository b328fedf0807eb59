import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markGenerated } from '../src/pipeline/site-marker.ts';
import { casesPath, describeWithCases } from './support/cases.ts';
import { type Workplace, workplace } from './support/run-build.ts';

const NOW = '2026-02-20T12:05:00Z';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(() => place.remove());

const prediction = (minute: number, score: number): string =>
  `${JSON.stringify({
    timestamp: new Date(Date.UTC(2026, 1, 20, 10, minute)).toISOString(),
    input: { industry: minute % 2 === 0 ? 'Banking' : 'Retail', quality: minute },
    score,
    label: score > 0.5 ? 'engaged' : 'not_engaged',
    inference_ms: 0.5,
    model_version: '1',
  })}\n`;

const someLog = (rows: number): string =>
  Array.from({ length: rows }, (_, i) => prediction(i % 60, ((i * 37) % 100) / 100)).join('');

describe('without any log', () => {
  test('the site is simulated, says so on every page, and is not archived', async () => {
    const { code, stdout } = await place.build({ NOW });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SIMULATED DATA/);
    const report = await place.report();
    expect(report.simulated).toBe(true);
    expect(report.inputs.predictions.rows).toBe(1_950);
    expect(['green', 'yellow']).toContain(report.verdict.status);
    expect(report.performance).toMatchObject({ judgement: 'judged', baselineSource: 'holdout' });
    expect(report.ranking?.reason).toBeNull();
    expect(report.health.api.status).toBe('unknown');
    expect(existsSync(place.path('archive/reports'))).toBe(false);
    const pages = (await readdir(place.path('dist'), { recursive: true })).filter((name) =>
      name.endsWith('.html'),
    );
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) {
      expect(await readFile(place.path(`dist/${page}`), 'utf8'), page).toMatch(/simulated/i);
    }
    const shown: Record<string, readonly string[]> = {
      'index.html': ['What moved the scores'],
      'scores/index.html': ['By week of predictions', 'Calibration', 'Leads with an outcome, by score'],
      'ranking/index.html': [
        'Cumulative gains',
        'Lift',
        'Conversion along the list',
        'by week of predictions',
      ],
      'segments/index.html': ['Why the rate changed', 'By value'],
      'versions/index.html': ['Model versions side by side', 'that both scored'],
      'drift/industry/index.html': ['Drift over time', 'Mean score by value'],
    };
    for (const [page, titles] of Object.entries(shown)) {
      const html = await readFile(place.path(`dist/${page}`), 'utf8');
      for (const title of titles) expect(html, page).toContain(title);
    }
  });
});

describe('with a log of our own', () => {
  test('nothing is simulated: what is absent is unknown, with the reason', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60));
    const { code, stderr } = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const report = await place.report();
    expect(report.simulated).toBe(false);
    expect(report.inputs.outcomes).toMatchObject({ present: false, rows: 0 });
    expect(report.performance?.judgement).toBe('absent');
    expect(report.inputs.requests).toMatchObject({ present: false, rows: 0 });
    expect(report.inputs.requests.reason).toMatch(/API_REQUESTS_LOG/);
    expect(report.health.successRate).toMatchObject({ status: 'unknown', value: null });
    expect(report.drift).toMatchObject({ status: 'unknown', share: null, tested: 0 });
    expect(report.drift.reason).toMatch(/reference/);
    expect(report.health.api.status).toBe('unknown');
  });

  test('without outcomes the sections that need them are unknown in a line each, and no page is empty', async () => {
    const values = (i: number) => ({
      industry: ['Banking', 'Retail', 'Media'][i % 3] ?? '',
      quality: (i * 7) % 50,
    });
    const rows = Array.from({ length: 600 }, (_, i) => ({
      timestamp: new Date(Date.parse(NOW) - (i + 1) * 900_000).toISOString(),
      lead_id: `lead-${i}`,
      input: values(i),
      score: ((i * 37) % 100) / 100,
      label: 'engaged',
      model_version: '1',
    }));
    await writeFile(place.path('p.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const reference = Array.from({ length: 303 }, (_, i) => Object.values(values(i * 5)).join(','));
    await writeFile(place.path('r.csv'), `industry,quality\n${reference.join('\n')}\n`);
    const { code } = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', REFERENCE_DATA_PATH: 'r.csv' });
    expect(code).toBe(0);
    const report = await place.report();
    expect(report.inputs.reference.rows).toBe(303);
    expect(report.ranking).toMatchObject({
      status: 'unknown',
      rows: [],
      reason: expect.stringContaining('OUTCOMES_PATH'),
    });
    expect(report.segments).toMatchObject({
      status: 'unknown',
      features: [],
      reason: expect.stringContaining('OUTCOMES_PATH'),
    });
    expect(report.attribution).toMatchObject({
      method: 'none',
      rows: [],
      reason: expect.stringContaining('scores'),
    });
    expect(report.modelVersions).toEqual([]);
    for (const page of ['ranking', 'segments', 'versions']) {
      expect(existsSync(place.path(`dist/${page}`)), page).toBe(false);
    }
    const scores = await readFile(place.path('dist/scores/index.html'), 'utf8');
    for (const line of ['Ranking: ', 'Segments: ', 'No second version'])
      expect(scores.split(line), line).toHaveLength(2);
    expect(await readFile(place.path('dist/drift/index.html'), 'utf8')).toContain(
      'Neither the reference has scores',
    );
    expect(scores).not.toMatch(/href="\/(ranking|segments|versions)\//);
  });

  test('a default log is found without being set', async () => {
    await mkdir(place.path('logs'));
    await writeFile(place.path('logs/predictions.jsonl'), someLog(40));
    expect((await place.build({ NOW })).code).toBe(0);
    expect((await place.report()).inputs.predictions.rows).toBe(40);
  });

  test('bad rows are counted by reason, shown with their line, and never repeated', async () => {
    const bad = [
      '{"timestamp": "2026-02-20T10:00:00", "input": {}, "score": 1.7, "label": "engaged"}',
      '{broken secret@example.org',
      '{"input": {}, "score": 0.7, "label": "engaged"}',
    ];
    await writeFile(
      place.path('p.jsonl'),
      `\ufeff${someLog(50).replaceAll('\n', '\r\n')}${bad.join('\n')}\n`,
    );
    await appendFile(place.path('p.jsonl'), prediction(1, 0.4).slice(0, 40));
    expect((await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
    const { predictions, status } = (await place.report()).inputs;
    expect(predictions).toMatchObject({ rows: 54, rejected: 4, inWindow: 50, status: 'yellow' });
    expect(status).toBe('yellow');
    const lines = predictions.reasons.flatMap((reason) => reason.samples.map((sample) => sample.line));
    expect(lines.sort((a, b) => a - b)).toEqual([51, 52, 53, 54]);
    expect(await readFile(place.path('dist/latest.json'), 'utf8')).not.toContain('secret@example.org');
  });

  test('an empty log is no crash: there is no production data', async () => {
    await writeFile(place.path('p.jsonl'), '');
    expect((await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
    const report = await place.report();
    expect(report.verdict.status).toBe('unknown');
    expect(report.scores.p50).toMatchObject({ value: null, status: 'unknown' });
  });

  test('a log whose field has another name ends the first build, with both names', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60).replaceAll('"score"', '"engagement_probability"'));
    const ended = await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/PREDICTIONS_LOG.*“score”.*“engagement_probability”/);
    expect(existsSync(place.path('archive/reports'))).toBe(false);
    expect(existsSync(place.path('dist'))).toBe(false);
  });

  test('a name that is recognised gives the site of the usual one, which says what was read as what', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60).replaceAll('"score"', '"probability"'));
    expect((await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
    const report = await place.report();
    expect(report.inputs.predictions).toMatchObject({ rows: 60, rejected: 0 });
    expect(report.scores.count).toBe(60);
    expect(await readFile(place.path('dist/method/index.html'), 'utf8')).toMatch(
      /<code>probability<\/code> was read as the score/,
    );
  });

  test('and is reported as critical, with both names, once there are reports', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60));
    const env = { NOW, PREDICTIONS_LOG: 'p.jsonl' };
    expect((await place.build(env)).code).toBe(0);
    await writeFile(place.path('p.jsonl'), someLog(60).replaceAll('"score"', '"engagement_probability"'));
    expect((await place.build({ ...env, NOW: '2026-02-20T18:00:00Z' })).code).toBe(0);
    const { verdict } = await place.report();
    expect(verdict.status).toBe('red');
    expect(verdict.headline).toMatch(/“score”.*“engagement_probability”/);
    expect(verdict.coverage?.missing.filter((area) => area.essential).map(({ area }) => area)).toEqual([
      'traffic',
      'scores',
      'drift',
    ]);
  });

  test('requests without any prediction are not healthy, and the page says what is missing', async () => {
    const requests = Array.from(
      { length: 40 },
      (_, i) =>
        `{"timestamp":"2026-02-20T10:${String(i).padStart(2, '0')}:00Z","endpoint":"/predict","method":"POST","status_code":200,"response_ms":2}\n`,
    );
    await writeFile(place.path('r.jsonl'), requests.join(''));
    expect((await place.build({ NOW, API_REQUESTS_LOG: 'r.jsonl' })).code).toBe(0);
    const { verdict } = await place.report();
    expect(verdict.status).toBe('unknown');
    expect(verdict.headline).toContain('PREDICTIONS_LOG');
    const page = await readFile(place.path('dist/index.html'), 'utf8');
    expect(page).toMatch(/Judged \d of 9\. Not judged: traffic, scores, drift/);
    expect(page).toContain('<title>Overview · Unknown');
    // Without SITE_URL there is no absolute address, which link previews need.
    expect(page).not.toContain('og:image');
    expect(page).not.toContain('Nothing. The next report');
  });

  test('data older than the window: health is red, scores show the newest seven days', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60));
    expect((await place.build({ NOW: '2026-04-01T00:00:00Z', PREDICTIONS_LOG: 'p.jsonl' })).code).toBe(0);
    const report = await place.report();
    expect(report.window.fallback).toBe(true);
    expect(report.window.end.slice(0, 10)).toBe('2026-02-20');
    expect(report.health.traffic).toMatchObject({ status: 'red', last24h: 0 });
    expect(report.scores.count).toBe(60);
  });

  test('the same inputs replace the report of the day; other inputs get an address of their own', async () => {
    await writeFile(place.path('p.jsonl'), someLog(40));
    await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' });
    await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' });
    expect(await readdir(place.path('archive/reports'))).toEqual(['2026-02-20.json']);
    await appendFile(place.path('p.jsonl'), prediction(3, 0.2));
    await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl' });
    expect((await readdir(place.path('archive/reports'))).sort()).toEqual([
      '2026-02-20-2.json',
      '2026-02-20.json',
    ]);
    for (const id of ['2026-02-20', '2026-02-20-2']) {
      expect(existsSync(place.path(`dist/reports/${id}/index.html`)), id).toBe(true);
    }
  });

  test('with SAME_DAY=refresh a day has one report, the last; without it a second one gets its number', async () => {
    const env = { NOW, PREDICTIONS_LOG: 'p.jsonl', SAME_DAY: 'refresh' };
    for (const rows of [40, 41, 42]) {
      await writeFile(place.path('p.jsonl'), someLog(rows));
      expect((await place.build(env)).code).toBe(0);
    }
    expect(await readdir(place.path('archive/reports'))).toEqual(['2026-02-20.json']);
    expect((await place.report()).inputs.predictions.rows).toBe(42);
    expect(existsSync(place.path('dist/reports/2026-02-20-2'))).toBe(false);
    await writeFile(place.path('p.jsonl'), someLog(43));
    await place.build({ ...env, SAME_DAY: 'number' });
    expect((await readdir(place.path('archive/reports'))).sort()).toEqual([
      '2026-02-20-2.json',
      '2026-02-20.json',
    ]);
  });

  test('a report of a wrong clock keeps its address, is said, and is not the newest', async () => {
    await writeFile(place.path('p.jsonl'), someLog(40));
    const env = { PREDICTIONS_LOG: 'p.jsonl' };
    expect((await place.build({ ...env, NOW: '2036-02-20T12:05:00Z' })).code).toBe(0);
    const ended = await place.build({ ...env, NOW });
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining('2036-02-20.json: dated 2036')]);
    expect((await place.report()).id).toBe('2026-02-20');
    const text = (name: string): Promise<string> => readFile(place.path(`dist/${name}`), 'utf8');
    const index = JSON.parse(await text('reports/index.json'));
    expect(index.reports.map((run: { id: string }) => run.id)).toEqual(['2026-02-20']);
    expect(index.ahead.map((run: { id: string }) => run.id)).toEqual(['2036-02-20']);
    expect(await text('feed.xml')).not.toContain('2036');
    expect(await text('reports/index.html')).toContain('reports/2036-02-20/');
    expect(await text('reports/2036-02-20/index.html')).toContain('2036-02-20');
    expect(existsSync(place.path('dist/archive/2036'))).toBe(false);
    expect(JSON.parse(await text('reports/2036-02-20/report.json')).id).toBe('2036-02-20');
  });

  test('a replayed build is the same, byte for byte', async () => {
    await writeFile(place.path('p.jsonl'), someLog(80));
    const env = { NOW, PREDICTIONS_LOG: 'p.jsonl' };
    await place.build(env);
    const first = await snapshot(place.path('dist'));
    const other = await workplace();
    try {
      await writeFile(other.path('p.jsonl'), someLog(80));
      await other.build({
        ...env,
        OBSERVATIONS_PATH: place.path('dist/reports/2026-02-20/observations.json'),
        TZ: 'Asia/Kathmandu',
        LANG: 'de_DE.UTF-8',
      });
      expect(await snapshot(other.path('dist'))).toEqual(first);
    } finally {
      await other.remove();
    }
  });
});

describe('a build that cannot be done', () => {
  test.each([
    [{ PREDICTIONS_LOG: 'nowhere.jsonl' }, 2, /PREDICTIONS_LOG.*nowhere\.jsonl/],
    [{ API_REQUESTS_LOG: 'no/*.jsonl' }, 2, /API_REQUESTS_LOG.*no\/\*\.jsonl/],
    [
      { REFERENCE_DATA_PATH: 'nowhere.csv', PREDICTIONS_LOG: 'p.jsonl' },
      2,
      /REFERENCE_DATA_PATH.*nowhere\.csv/,
    ],
    [{ MODEL_PATH: 'nowhere.onnx' }, 2, /MODEL_PATH.*nowhere\.onnx/],
    [{ REFERENCE_DATA_PATH: 'nowhere.csv' }, 2, /REFERENCE_DATA_PATH.*nowhere\.csv/],
    [{ OUTCOMES_PATH: 'nowhere.csv' }, 2, /OUTCOMES_PATH.*nowhere\.csv/],
    [{ HEALTH_LOG: '.', PREDICTIONS_LOG: 'p.jsonl' }, 2, /HEALTH_LOG/],
    [{ OUT_DIR: 'foreign', PREDICTIONS_LOG: 'p.jsonl' }, 2, /OUT_DIR.*not a site/],
    [{ OUT_DIR: 'data', PREDICTIONS_LOG: 'p.jsonl' }, 2, /OUT_DIR: .* holds REFERENCE_DATA_PATH/],
    [{ OUTCOMES_PATH: 'nowhere.csv', PREDICTIONS_LOG: 'p.jsonl' }, 2, /OUTCOMES_PATH.*nowhere\.csv/],
    // Whoever sets an input does not want a simulated report.
    [{ REFERENCE_DATA_PATH: 'other.csv' }, 2, /no log.*REFERENCE_DATA_PATH is set: set PREDICTIONS_LOG/],
    [
      { REFERENCE_DATA_PATH: 'other.csv', PREDICTION_LOG: 'p.jsonl' },
      2,
      /PREDICTION_LOG is set, which no setting is called: did you mean PREDICTIONS_LOG\?/,
    ],
    [{ PREDICTION_LOG: 'p.jsonl' }, 2, /no report is simulated: PREDICTION_LOG is set.*PREDICTIONS_LOG\?/],
    [{ NOW: 'tomorrow' }, 2, /NOW/],
    [{ POLICY_PATH: 'policy.json' }, 2, /did you mean "window"/],
    [{ REFERENCE_DATA_PATH: 'empty.csv', PREDICTIONS_LOG: 'p.jsonl' }, 3, /empty\.csv/],
    [{ REFERENCE_DATA_PATH: 'other.csv', PREDICTIONS_LOG: 'p.jsonl' }, 3, /no feature in common/],
  ])('%j leaves with %i and the published site as it was', async (env, code, message) => {
    await writeFile(place.path('p.jsonl'), someLog(40));
    await writeFile(place.path('policy.json'), '{"windw": {}}');
    await writeFile(place.path('empty.csv'), 'industry,quality\n');
    await writeFile(place.path('other.csv'), 'height,weight\n1,2\n3,4\n');
    await mkdir(place.path('foreign'));
    await writeFile(place.path('foreign/index.html'), 'not a site');
    await mkdir(place.path('dist'));
    await markGenerated(place.path('dist'));
    await writeFile(place.path('dist/index.html'), 'the last site');
    const ended = await place.build({ NOW: '2026-02-20T12:05:00Z', ...env });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(ended.code).toBe(code);
    expect(await readFile(place.path('dist/index.html'), 'utf8')).toBe('the last site');
    expect(await readFile(place.path('foreign/index.html'), 'utf8')).toBe('not a site');
  });

  test('a model that cannot be loaded is a section, not a failed build', async () => {
    await writeFile(place.path('p.jsonl'), someLog(40));
    await writeFile(place.path('m.onnx'), 'no model');
    expect((await place.build({ NOW, PREDICTIONS_LOG: 'p.jsonl', MODEL_PATH: 'm.onnx' })).code).toBe(0);
    expect((await place.report()).benchmark).toMatchObject({ status: 'failed', p50: null, model: 'm.onnx' });
  });

  test('a failed gate still publishes', async () => {
    await writeFile(place.path('p.jsonl'), someLog(60));
    const env = { NOW: '2026-04-01T00:00:00Z', PREDICTIONS_LOG: 'p.jsonl' };
    expect((await place.build(env, ['--quiet', '--fail-on', 'red'])).code).toBe(10);
    expect((await place.report()).verdict.status).toBe('red');
  });
});

describeWithCases('on the logs of the real API', (at) => {
  const env = (name: string, reference: string) => ({
    NOW,
    PREDICTIONS_LOG: at(`${name}/predictions.jsonl`),
    API_REQUESTS_LOG: at(`${name}/api_requests.jsonl`),
    REFERENCE_DATA_PATH: at(`reference/${reference}`),
  });

  test('a steady week', async () => {
    const { code, stdout } = await place.build(env('steady', 'leads_raw.csv'));
    expect(code).toBe(0);
    expect(stdout).toContain('predictions: 1,200 rows');
    const report = await place.report();
    expect(report.inputs.predictions).toMatchObject({ rows: 1_200, rejected: 0, inWindow: 1_200 });
    expect(report.inputs.requests).toMatchObject({ rows: 1_328, rejected: 0 });
    expect(report.health.successRate).toMatchObject({ successes: 1_320, total: 1_328, status: 'green' });
    expect(report.health.successRate.value).toBeCloseTo(1_320 / 1_328, 9);
    expect(report.drift.drifted).toBeLessThanOrEqual(1);
    expect(report.alerts.find((alert) => alert.id === 'slow-inference')?.status).toBe('firing');
    expect(casesPath('steady/predictions.jsonl')).not.toBeNull();
  });

  test('a new vertical', async () => {
    await place.build(env('new-vertical', 'leads_raw.csv'));
    const { drift } = await place.report();
    const drifted = drift.features.filter((f) => f.status === 'drifted').map((f) => f.name);
    expect(drifted).toEqual(
      expect.arrayContaining(['llm_industry', 'llm_geography', 'companyindustry', 'industry']),
    );
    expect(drifted).not.toContain('llm_quality');
  });

  test('an engineered reference: six features are of another type, five are tested', async () => {
    await place.build(env('steady', 'training_reference_engineered.csv'));
    const { drift } = await place.report();
    const changed = drift.features.filter((f) => f.schema.typeChange !== null).map((f) => f.name);
    expect(changed.sort()).toEqual([
      'companyindustry',
      'companylocation',
      'industry',
      'languages',
      'llm_industry',
      'location',
    ]);
    expect(drift.tested).toBe(5);
  });
});

/** Content by path of every file of a directory. */
async function snapshot(directory: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = `${entry.parentPath}/${entry.name}`;
    files[path.slice(directory.length)] = (await readFile(path)).toString('base64');
  }
  return files;
}
