import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findInputs } from '../../src/pipeline/build-inputs.ts';
import { readShadowLog, type ShadowLog } from '../../src/pipeline/shadow-log.ts';
import { parsePolicy } from '../../src/settings/read-policy.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { readSettings } from '../../src/settings/settings.ts';

const SHADOW_NOW = '2026-02-20T12:00:00Z';
const HOUR_MS = 3_600_000;
/** When the lead at a place was scored. */
export const scoredAt = (i: number): string =>
  new Date(Date.parse(SHADOW_NOW) - (100 - i) * HOUR_MS).toISOString();

export const jsonLines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
export const SHADOW_LEADS = Array.from({ length: 20 }, (_, i) => i);

/** A flat record of a shadow score. */
export const shadowRecord = (i: number, score: unknown = i / 20, version: string | null = '0.5.0') => ({
  timestamp: scoredAt(i),
  lead_id: `lead-${i}`,
  score,
  ...(version === null ? {} : { model_version: version }),
});

const used = jsonLines(
  SHADOW_LEADS.map((i) => ({
    timestamp: scoredAt(i),
    lead_id: `lead-${i}`,
    input: { size: i },
    score: 0.5,
    label: 'engaged',
    model_version: '0.4.0',
  })),
);
const outcomes = `date,engaged,lead_id\n${SHADOW_LEADS.map((i) => `2026-02-20,${i % 2},lead-${i}\n`).join('')}`;

interface Given {
  readonly name?: string;
  readonly shadow?: string | Buffer;
  readonly policy?: unknown;
  readonly env?: Readonly<Record<string, string>>;
}

/** Reads a log of shadow scores beside twenty predictions and their outcomes, with what a build finds. */
export async function readShadow(directory: string, given: Given = {}) {
  const { name = 's.jsonl', shadow = jsonLines(SHADOW_LEADS.map((i) => shadowRecord(i))) } = given;
  const files = { 'p.jsonl': used, 'o.csv': outcomes, [name]: shadow };
  for (const [file, content] of Object.entries(files)) await writeFile(join(directory, file), content);
  const env = {
    NOW: SHADOW_NOW,
    PREDICTIONS_LOG: 'p.jsonl',
    OUTCOMES_PATH: 'o.csv',
    SHADOW_LOG: name,
    ...given.env,
  };
  const settings = readSettings(env, directory, Date.now);
  const scratch = await mkdtemp(join(directory, 'scratch-'));
  const policy = parsePolicy(given.policy ?? {}, 'p.json');
  const inputs = await findInputs(settings, policy, scratch);
  const keyColumn = inputs.outcomes.keyColumn ?? policy.outcomes.keyColumn;
  const keyed = { ...policy, outcomes: { ...policy.outcomes, keyColumn } };
  const options = { scratch, reporter: silentReporter, signal: new AbortController().signal };
  return { inputs, log: await readShadowLog(settings, keyed, inputs, options) };
}

/** The log of shadow scores as the engine of the settings reads it. */
export async function shadowLogOf(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<ShadowLog | null> {
  const policy = { outcomes: { keyColumn: 'lead_id' } };
  return (await readShadow(directory, { env, policy })).log;
}
