import { createWriteStream } from 'node:fs';
import { link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openSparkStore } from '../../../src/ingest/engines/spark/store.ts';
import type { Store } from '../../../src/ingest/store.ts';
import { runCommand } from '../../../src/settings/cli.ts';
import { seededRandom } from '../../../src/stats/distributions/random.ts';
import { findSpark } from './find-spark.ts';
import { startThriftServer } from './thrift-server.ts';

const USAGE = `Measures the Spark engine on local[2]: time, queries and memory here, by number of rows.

Usage: node scripts/dev/spark/measure.ts [--millions 1,10] [--memory 2g]

A million made-up predictions are written once (about 400 MB); more are links to them, so that the disk is not what is measured.
`;

const NOW = Date.parse('2026-02-20T12:00:00Z');
const DAY = 86_400_000;
const WEEK = { start: NOW - 7 * DAY, end: NOW };
const MILLION = 1_000_000;

async function measure(url: string, files: readonly string[], signal: AbortSignal): Promise<string> {
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage().rss);
  }, 200);
  const start = performance.now();
  const log = { present: true, location: 'logs', files } as const;
  const absent = { present: false, location: 'none' } as const;
  const store = await openSparkStore({
    url,
    predictions: log,
    requests: absent,
    reference: NO_REFERENCE,
    now: NOW,
    signal,
  });
  const loaded = performance.now();
  try {
    await askAll(store);
  } finally {
    await store.close();
    clearInterval(watch);
  }
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  return `read and cached in ${seconds(start, loaded)} s, report's questions in ${seconds(loaded, performance.now())} s, ${Math.round(memory / 2 ** 20)} MiB here`;
}

/** The queries that a report makes on predictions. */
async function askAll(store: Store): Promise<void> {
  await store.quality('predictions');
  await store.quantiles('score', WEEK, [0.5, 0.95]);
  await store.quantiles('inferenceMs', WEEK, [0.5, 0.95, 0.99]);
  await store.histogram('score', WEEK, [0, 0.25, 0.5, 0.75, 1]);
  await store.predictionSeries(WEEK, DAY / 4);
  await store.versions(WEEK);
  await store.newestPredictions(WEEK, 20);
  for (const { name, production } of await store.features(WEEK)) {
    if (production === null) continue;
    if (production.numbers > 0) await store.numericTable(name, WEEK);
    else await store.categoricalTable(name, WEEK);
  }
  await store.chunkTables('quality', 'numeric', WEEK, DAY);
  await store.sampleRows(['quality', 'industry'], WEEK, 1_000);
  await store.scoreTable({ kind: 'range', range: { start: WEEK.start - 7 * DAY, end: WEEK.start } }, WEEK);
  const rule = {
    kind: 'inference-p95',
    threshold: 50,
    windowMs: 300_000,
    minimumEvents: 20,
    maximumMs: DAY,
  } as const;
  await store.episodes(rule, WEEK);
}

const NO_REFERENCE = {
  present: false,
  location: 'none',
  rows: 0,
  rejected: 0,
  reasons: [],
  columns: [],
  scores: null,
  outcomes: null,
} as const;

const INDUSTRIES = [
  'Banking',
  'Computer Software',
  'Retail',
  'Insurance',
  'Oil & Energy',
  'Marketing and Advertising',
];

/** Generates predictions of the last seven days as blocks of text. */
function* madeUpLines(rows: number): Generator<string> {
  const random = seededRandom(20_260_220);
  for (let block = 0; block < rows; block += 1_000) {
    let text = '';
    for (let i = block; i < Math.min(rows, block + 1_000); i++) {
      const score = Math.round(random.uniform() * 10_000) / 10_000;
      const input = {
        quality: Math.round(random.uniform() * 100),
        engagement: Math.round(random.uniform() * 20) / 20,
        continuous: random.normal(),
        industry: INDUSTRIES[Math.floor(random.uniform() * INDUSTRIES.length)],
        companysize: `${1 + Math.floor(random.uniform() * 8)}-size`,
        timezone: `Zone/${Math.floor(random.uniform() * 24)}`,
        jobtitle: `Title ${Math.floor(random.uniform() * 400)} of ${Math.floor(random.uniform() * 20)}`,
        skills: 'PL/SQL, JavaScript, Project Management, Business Analysis, Sales Strategy',
      };
      text += `${JSON.stringify({
        timestamp: new Date(NOW - (rows - i) * ((6.9 * DAY) / rows)).toISOString(),
        input,
        score,
        label: score > 0.5 ? 'engaged' : 'not_engaged',
        inference_ms: Math.round(Math.exp(3.9 + 0.25 * random.normal()) * 100) / 100,
        model_version: '0.3.0',
      })}\n`;
    }
    yield text;
  }
}

async function links(file: string, directory: string, count: number): Promise<string[]> {
  await mkdir(directory);
  const names = Array.from({ length: count }, (_, i) => path.join(directory, `p${i}.jsonl`));
  for (const name of names) await link(file, name);
  return names;
}

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      millions: { type: 'string', default: '1,10' },
      memory: { type: 'string', default: '2g' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const spark = findSpark(process.env);
  if ('reason' in spark) {
    console.log(`SKIPPED, ${spark.reason}`);
    return undefined;
  }
  const directory = await mkdtemp(path.join(os.tmpdir(), 'spark-measure-'));
  const million = path.join(directory, 'million.jsonl');
  await pipeline(madeUpLines(MILLION), createWriteStream(million));
  const server = await startThriftServer({ home: spark.home, memory: values.memory });
  try {
    for (const size of values.millions.split(',').map(Number)) {
      const files = await links(million, path.join(directory, `of-${size}`), size);
      console.log(`${size} million rows: ${await measure(server.url, files, signal)}`);
    }
    return undefined;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true });
  }
});
