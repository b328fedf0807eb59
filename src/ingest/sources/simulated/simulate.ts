import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Random, seededRandom } from '../../../stats/distributions/random.ts';
import { SHADOW_FIELD } from '../../rules/shadow-scores.ts';
import { type Call, callTimes, DAY_MS, kindOfCall, WEEK_MS } from './simulated-calls.ts';
import { LEAD_FEATURES, type SimulatedLead, simulateLead } from './simulated-lead.ts';

export interface SimulatedFiles {
  readonly predictions: string;
  readonly requests: string;
  readonly reference: string;
  readonly outcomes: string;
}

export interface SimulationOptions {
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly seed: number;
  /** How scores become labels, as in the policy. Default "engaged" above 0.5. */
  readonly positiveLabel?: string;
  readonly labelThreshold?: number;
  /** Weeks of the logs. Default: all that a report shows. */
  readonly weeks?: number;
  readonly referenceRows?: number;
}

/** The column that joins outcomes with predictions. */
export const SIMULATED_KEY = 'lead_id';
export const SIMULATED_MODEL_VERSION = '0.3.0';
/** Scores every lead, too, without being used. */
const SHADOW_VERSION = '0.4.0';

/** Thirteen mature weeks, which performance is judged by, and two whose outcomes are still to come. */
const WEEKS = 15;
/** Enough for a baseline against which a fall of the critical size would be seen. */
const REFERENCE_ROWS = 800;
/** Days until a lead has answered, or until it is sure that it will not. */
const ANSWER_DAYS = { first: 0.5, last: 6 };
const SILENCE_DAYS = { first: 5, last: 10 };

/**
 * Writes simulated logs for a report without real ones: synthetic predictions and the requests that go with them over the
 * weeks before `now`, what became of these leads as far as it is known by then, and a reference that the model had not seen.
 * In the last week one feature (`industry`) drifts mildly. They are read like any other log. The same options give the same
 * bytes.
 */
export async function writeSimulatedLogs(options: SimulationOptions): Promise<SimulatedFiles> {
  const { directory, now, weeks = WEEKS, referenceRows = REFERENCE_ROWS } = options;
  const random = seededRandom(options.seed);
  const shadowRandom = seededRandom(options.seed + 1);
  const reference = Array.from({ length: referenceRows }, () => simulateLead(random, 'reference'));
  const predictions: string[] = [];
  const requests: string[] = [];
  const outcomes: string[] = [];
  for (const [position, time] of callTimes(random, now, weeks).entries()) {
    const kind = kindOfCall(position);
    if (kind !== 'predict') {
      requests.push(otherRequest(random, time, kind));
      continue;
    }
    const lead = simulateLead(random, time < now - WEEK_MS ? 'reference' : 'production');
    const key = `lead-${String(predictions.length + 1).padStart(5, '0')}`;
    const { line, responseMs } = predictionLine(
      random,
      { lead, key, time, shadow: shadowScore(lead, shadowRandom) },
      options,
    );
    predictions.push(line);
    requests.push(requestLine(time + responseMs, '/predict', 'POST', 200, responseMs));
    const known = time + delayMs(random, lead);
    if (known <= now) outcomes.push(`${key},${new Date(known).toISOString()},${lead.engaged ? 1 : 0}\n`);
  }
  await mkdir(directory, { recursive: true });
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(directory, name);
    await writeFile(file, text);
    return file;
  };
  const [predictionLog, requestLog, referenceFile, outcomesFile] = await Promise.all([
    write('predictions.jsonl', predictions.join('')),
    write('api_requests.jsonl', requests.join('')),
    write('training_reference.csv', referenceCsv(reference)),
    write('outcomes.csv', `${SIMULATED_KEY},date,engaged\n${outcomes.join('')}`),
  ]);
  return {
    predictions: predictionLog,
    requests: requestLog,
    reference: referenceFile,
    outcomes: outcomesFile,
  };
}

/** Replies come early and refusals late. */
function delayMs(random: Random, { engaged }: SimulatedLead): number {
  const { first, last } = engaged ? ANSWER_DAYS : SILENCE_DAYS;
  return (first + (last - first) * random.uniform()) * DAY_MS;
}

interface ScoredLead {
  readonly lead: SimulatedLead;
  readonly key: string;
  readonly time: number;
  readonly shadow: number;
}

/** A model that is near the one in use, and a little worse. */
function shadowScore({ score }: SimulatedLead, random: Random): number {
  const certain = Math.min(0.999, Math.max(0.001, score));
  const logOdds = Math.log(certain / (1 - certain)) + 0.5 * random.normal();
  return Math.round(10_000 / (1 + Math.exp(-logOdds))) / 10_000;
}

function predictionLine(
  random: Random,
  { lead, key, time, shadow }: ScoredLead,
  { positiveLabel = 'engaged', labelThreshold = 0.5 }: SimulationOptions,
): { line: string; responseMs: number } {
  const inferenceMs = logNormal(random, 0.35, 0.6);
  const record = {
    timestamp: isoMicroseconds(time, random),
    [SIMULATED_KEY]: key,
    input: lead.input,
    score: lead.score,
    label: lead.score > labelThreshold ? positiveLabel : `not_${positiveLabel}`,
    inference_ms: inferenceMs,
    model_version: SIMULATED_MODEL_VERSION,
    [SHADOW_FIELD]: { [SHADOW_VERSION]: shadow },
  };
  return { line: `${JSON.stringify(record)}\n`, responseMs: round(inferenceMs + logNormal(random, 4, 0.4)) };
}

function otherRequest(random: Random, time: number, kind: Exclude<Call, 'predict'>): string {
  if (kind === 'health') return requestLine(time, '/health', 'GET', 200, logNormal(random, 0.8, 0.3));
  const { endpoint, method, status } = kind;
  return requestLine(time, endpoint, method, status, logNormal(random, 1.5, 0.4));
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
