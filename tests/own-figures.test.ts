import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Report, reportSchema } from '../src/report/schema/report.ts';
import { checkSite } from '../src/site/check/check-site.ts';
import { type Workplace, workplace } from './support/run-build.ts';

/** The figures of docs/own-figures.md, literally, and files that mean harm, in two builds: with them, and without any. */

const DOCS = fileURLToPath(new URL('../docs/own-figures.md', import.meta.url));
const LEADS = 100;
const HOSTILE = '<img src=x onerror=alert(1)> & "Büro"';

let place: Workplace;
let report: Report;
let code: number | null;

const logs = (): Record<'predictions' | 'requests', string> => ({
  predictions: Array.from({ length: LEADS }, (_, i) => ({
    timestamp: new Date(Date.parse('2026-02-18T00:00:00Z') + i * 60_000).toISOString(),
    input: {
      ...(i % 10 < 3 ? {} : { companysize: i % 2 === 0 ? '11-50' : '51-200' }),
      location: i % 5 < 2 ? 'France' : 'Spain',
      lead: `lead-${i}`,
    },
    // Of France: half 0.4, half 0.6.
    score: i % 5 === 0 ? 0.4 : i % 5 === 1 ? 0.6 : 0.9,
    label: 'engaged',
    inference_ms: 1,
    model_version: '1',
  }))
    .map((row) => JSON.stringify(row))
    .join('\n'),
  requests: Array.from({ length: 201 }, (_, i) => ({
    timestamp: '2026-02-18T12:00:00Z',
    endpoint: i < 101 ? '/predict' : '/health',
    method: 'POST',
    status_code: 200,
    response_ms: i < 101 ? 2 * i : 5_000,
  }))
    .map((row) => JSON.stringify(row))
    .join('\n'),
});

const header = (id: string, label: string, unit = 'share'): string =>
  `-- id: ${id}\n-- label: ${label}\n-- unit: ${unit}\n`;

beforeAll(async () => {
  place = await workplace();
  await mkdir(place.path('data/figures'), { recursive: true });
  await mkdir(place.path('none'));
  const write = (name: string, text: string) => writeFile(place.path(name), text);
  const { predictions, requests } = logs();
  await write('p.jsonl', predictions);
  await write('r.jsonl', requests);
  const blocks = (await readFile(DOCS, 'utf8')).matchAll(/```sql\n([\s\S]*?)```/g);
  let i = 0;
  for (const [, sql] of blocks) await write(`data/figures/${i++}.sql`, sql ?? '');
  await write('data/figures/html.sql', `${header('html', HOSTILE)}select 0.5 as value, 50 as leads`);
  await write('data/figures/name.sql', `${header('verdict', 'An anchor')}select 0.5 as value, 50 as leads`);
  await write('data/figures/lie.sql', `${header('lie', 'A lie')}select 7 as value, 50 as leads`);
  await write('data/figures/few.sql', `${header('few', 'Few')}select 0.5 as value, 4 as leads`);
  await write(
    'data/figures/steal.sql',
    `${header('steal', 'Steal')}select 1 as value, count(*) as leads from read_text('${DOCS}')`,
  );
  execFileSync('mkfifo', [place.path('data/figures/pipe.sql')]);
  code = (await build('2026-02-20T12:00:00Z')).code;
  report = await place.report();
});
afterAll(() => place.remove());

const build = (now: string, env: Record<string, string> = {}) =>
  place.build({
    PREDICTIONS_LOG: 'p.jsonl',
    API_REQUESTS_LOG: 'r.jsonl',
    API_BASE_URL: 'http://127.0.0.1:9',
    NOW: now,
    ...env,
  });
const page = (path: string): Promise<string> => readFile(place.path(join('dist', path)), 'utf8');

test('the documented figures give what counting gives', () => {
  expect(code).toBe(0);
  expect(() => reportSchema.parse(report)).not.toThrow();
  const by = (id: string) => report.figures[id];
  expect(by('no-companysize')).toMatchObject({ value: 0.3, n: 100, status: 'yellow' });
  // 40 leads, so steps of 0.5 × 5 ÷ 40, rounded up to 0.1.
  expect(by('mean-score-france')).toMatchObject({ value: 0.5, n: 40, status: 'green' });
  expect(by('predict-p95')).toMatchObject({ value: 190, n: 100, status: 'green' });
  expect(by('scored-again')).toMatchObject({ value: 0, n: 100, status: 'green' });
});

test('files that mean harm are cards that say so, and the verdict is no worse than Attention for them', () => {
  const reasons = Object.fromEntries(
    (report.ownFigures ?? []).map(({ file, status, reason }) => [file, [status, reason]]),
  );
  expect(reasons).toMatchObject({
    'html.sql': ['unknown', 'This figure is shown and not judged.'],
    'lie.sql': ['red', expect.stringContaining('a share lies from 0 to 1')],
    'few.sql': ['unknown', expect.stringContaining('Fewer than 5 leads')],
    'steal.sql': ['red', expect.stringContaining('Permission Error')],
    'pipe.sql': ['red', expect.stringContaining('no regular file')],
  });
  const own = report.verdict.reasons.filter(({ text }) => /Steal|A lie|pipe\.sql|company size/.test(text));
  expect(own).toHaveLength(4);
  expect(own.every(({ status }) => status === 'yellow')).toBe(true);
});

test('labels are text on every page, anchors are theirs, and links lead somewhere', async () => {
  for (const path of ['scores/index.html', 'method/index.html', 'reports/2026-02-20/index.html']) {
    const html = await page(path);
    // Within quotes it is the value of an attribute.
    expect(html.replace(/"[^"]*"/g, '').includes('<img')).toBe(false);
    expect(html.includes('&lt;img src=x onerror=alert(1)&gt;')).toBe(true);
  }
  const checked = await checkSite(place.path('dist'), '/');
  expect(checked.failures).toEqual([]);
});

test('without the files a later report has none, and the archived one is rendered as before', async () => {
  const card = (html: string): string => html.slice(html.indexOf('id="own-no-companysize"')).slice(0, 400);
  const before = card(await page('reports/2026-02-20/index.html'));
  expect(before).toContain('Leads without company size');
  const { code: second } = await build('2026-02-21T12:00:00Z', { FIGURES_DIR: 'none' });
  expect(second).toBe(0);
  const later = await place.report();
  expect(later).not.toHaveProperty('ownFigures');
  expect(later.figures).not.toHaveProperty('no-companysize');
  // Only the question mark is gone: the page of definitions is the current report's.
  const after = card(await page('reports/2026-02-20/index.html'));
  for (const part of ['Leads without company size', '30\u00a0%']) expect(after).toContain(part);
  expect((await page('method/index.html')).includes('own-no-companysize')).toBe(false);
  expect((await checkSite(place.path('dist'), '/')).failures).toEqual([]);
});

test('a directory that is not there ends the build, as a set path does', async () => {
  const { code: ended, stderr } = await build('2026-02-22T12:00:00Z', { FIGURES_DIR: 'nowhere' });
  expect(ended).toBe(2);
  expect(stderr).toContain('FIGURES_DIR');
});
