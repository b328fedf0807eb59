import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Random, seededRandom } from '../../../stats/distributions/random.ts';
import { LEAD_FEATURES, type SimulatedLead, simulateLead } from './simulated-lead.ts';

export interface SimulatedFiles {
  readonly predictions: string;
  readonly requests: string;
  readonly reference: string;
}

const PREDICTIONS = 100;
const HEALTH_CALLS = 28;
const REFERENCE_ROWS = 300;
const WEEK_MS = 7 * 86_400_000;
const MODEL_VERSION = '0.3.0';

/** Positions in the request log of calls that the API refuses, far enough apart to raise no alert. */
const REFUSED = [
  { at: 48, endpoint: '/predict', method: 'POST', status: 422 },
  { at: 96, endpoint: '/predictions', method: 'GET', status: 404 },
] as const;

/**
 * Writes simulated logs for a report without real ones: 100 synthetic predictions and the requests that go with
 * them over the seven days before `now`, and a reference of 300 rows, with one feature (`industry`) drifting mildly.
 * They are read like any other log. The same seed and `now` give the same bytes.
 */
export async function writeSimulatedLogs(options: {
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly seed: number;
}): Promise<SimulatedFiles> {
  const random = seededRandom(options.seed);
  const reference = Array.from({ length: REFERENCE_ROWS }, () => simulateLead(random, 'reference'));
  const times = callTimes(random, options.now);
  const calls = times.map((time, i) => ({ time, kind: kindOfCall(i) }));
  const predictions: string[] = [];
  const requests: string[] = [];
  for (const { time, kind } of calls) {
    if (kind === 'predict') {
      const { lines, responseMs } = predictionLine(random, time);
      predictions.push(lines);
      requests.push(requestLine(time + responseMs, '/predict', 'POST', 200, responseMs));
    } else if (kind === 'health') {
      requests.push(requestLine(time, '/health', 'GET', 200, logNormal(random, 0.8, 0.3)));
    } else {
      const { endpoint, method, status } = kind;
      requests.push(requestLine(time, endpoint, method, status, logNormal(random, 1.5, 0.4)));
    }
  }
  await mkdir(options.directory, { recursive: true });
  const files = {
    predictions: path.join(options.directory, 'predictions.jsonl'),
    requests: path.join(options.directory, 'api_requests.jsonl'),
    reference: path.join(options.directory, 'training_reference.csv'),
  };
  await Promise.all([
    writeFile(files.predictions, predictions.join('')),
    writeFile(files.requests, requests.join('')),
    writeFile(files.reference, referenceCsv(reference)),
  ]);
  return files;
}

type Call = 'predict' | 'health' | (typeof REFUSED)[number];

function kindOfCall(position: number): Call {
  const refused = REFUSED.find(({ at }) => at === position);
  if (refused !== undefined) return refused;
  const total = PREDICTIONS + HEALTH_CALLS;
  const earlier = REFUSED.filter(({ at }) => at < position).length;
  const index = position - earlier;
  // Health calls are spread evenly among the predictions.
  const before = Math.floor((index * HEALTH_CALLS) / total);
  return Math.floor(((index + 1) * HEALTH_CALLS) / total) > before ? 'health' : 'predict';
}

/** Ascending times of all calls: one at a random point of each equal share of the week. */
function callTimes(random: Random, now: number): number[] {
  const calls = PREDICTIONS + HEALTH_CALLS + REFUSED.length;
  const share = (WEEK_MS - 600_000) / calls;
  const start = now - WEEK_MS + 300_000;
  return Array.from({ length: calls }, (_, i) => start + share * (i + 0.9 * random.uniform()));
}

function predictionLine(random: Random, time: number): { lines: string; responseMs: number } {
  const lead = simulateLead(random, 'production');
  const inferenceMs = logNormal(random, 0.35, 0.6);
  const record = {
    timestamp: isoMicroseconds(time, random),
    input: lead.input,
    score: lead.score,
    label: lead.score > 0.5 ? 'engaged' : 'not_engaged',
    inference_ms: inferenceMs,
    model_version: MODEL_VERSION,
  };
  return { lines: `${JSON.stringify(record)}\n`, responseMs: round(inferenceMs + logNormal(random, 4, 0.4)) };
}

function requestLine(time: number, endpoint: string, method: string, status: number, ms: number): string {
  const timestamp = new Date(time).toISOString();
  return `${JSON.stringify({ timestamp, endpoint, method, status_code: status, response_ms: ms })}\n`;
}

const round = (x: number): number => Math.round(x * 1000) / 1000;

/** Log-normal milliseconds with the given median. */
const logNormal = (random: Random, median: number, sigma: number): number =>
  round(median * Math.exp(sigma * random.normal()));

function isoMicroseconds(time: number, random: Random): string {
  return new Date(time).toISOString().replace('Z', String(random.below(1000)).padStart(3, '0'));
}

function referenceCsv(rows: readonly SimulatedLead[]): string {
  const cell = (value: string | number | undefined): string =>
    typeof value === 'string' && /[",]/.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : String(value ?? '');
  const lines = rows.map(({ input, score, engaged }) =>
    [...LEAD_FEATURES.map((name) => cell(input[name])), score, engaged ? 1 : 0].join(','),
  );
  return `${[...LEAD_FEATURES, 'score', 'engaged'].join(',')}\n${lines.join('\n')}\n`;
}
