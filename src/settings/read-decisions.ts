import type { z } from 'zod';
import { configurationError, type MonitorError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';
import type { GivenDecision, GivenDecisions } from '../report/schema/decisions.ts';
import { publicName } from '../wording/public-name.ts';
import { DAY_MS, isoTime } from '../wording/time.ts';
import { type DecisionsFile, decisionsFileSchema } from './decisions-schema.ts';
import { jsonPosition, syntaxPosition } from './json-position.ts';
import { insteadOf } from './nearest.ts';
import { ONCE } from './parse-once.ts';
import { keysAt } from './schema-keys.ts';
import { settingPath } from './settings.ts';
import type { Settings } from './variables.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_SHOWN = 200;
const MAX_FAULTS = 20;

export const NO_DECISIONS: GivenDecisions = {
  silences: [],
  acknowledgements: [],
  accepted: [],
  annotations: [],
};

/**
 * Reads the team's decisions; none where no file was set and the default one does not exist.
 *
 * @throws MonitorError `decisions-unreadable`, `decisions-syntax` or `decisions-invalid` (exit code 2), which names file,
 *   line, column and field of every fault, and for an unknown key the most similar one.
 */
export async function readDecisions({
  decisions,
  cwd,
}: Pick<Settings, 'decisions' | 'cwd'>): Promise<GivenDecisions> {
  const path = settingPath(decisions, cwd);
  const text = await readText(path, decisions.value === null);
  return text === null ? NO_DECISIONS : parseDecisions(text, path);
}

export const hasDecisions = (given: GivenDecisions): boolean =>
  Object.values(given).some((list) => list.length > 0);

/** The text of the file; null for a default one that is not there. */
async function readText(path: string, optional: boolean): Promise<string | null> {
  const unreadable = (why: string, cause?: unknown) =>
    configurationError(
      'decisions-unreadable',
      `DECISIONS_PATH: ${path} ${why}. Give a file of decisions, or unset it.`,
      cause,
    );
  try {
    const bytes = await readRegularFile(path);
    if (bytes.length > MAX_BYTES) throw unreadable(`is larger than ${MAX_BYTES / 1024} kB`);
    return bytes.toString();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'decisions-unreadable') throw cause;
    if (cause instanceof NotRegularError) throw unreadable(cause.why, cause);
    if (code === 'ENOENT' && optional) return null;
    throw unreadable(
      code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown reason'})`,
      cause,
    );
  }
}

/** Validates the text of a file of decisions; see `readDecisions`. */
export function parseDecisions(text: string, name: string): GivenDecisions {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw configurationError(
      'decisions-syntax',
      `${name}: is not JSON${syntaxPosition(cause)}. Mend it; data/decisions.schema.json says what it may hold.`,
      cause,
    );
  }
  const result = decisionsFileSchema.safeParse(value, ONCE);
  if (!result.success) throw invalid(name, text, result.error.issues);
  return givenOf(result.data);
}

/** A fault of the value at a path; without a message the path ends with a key that does not exist. */
interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string | null;
}

function invalid(name: string, text: string, issues: readonly z.core.$ZodIssue[]): MonitorError {
  const faults = issues.flatMap(faultsIn);
  const lines = faults.slice(0, MAX_FAULTS).map((fault) => describeFault(text, fault));
  const more = faults.length > MAX_FAULTS ? [`and ${faults.length - MAX_FAULTS} more`] : [];
  return configurationError(
    'decisions-invalid',
    `${name}: the decisions are not valid.\n${[...lines, ...more].map((line) => `  ${line}`).join('\n')}`,
  );
}

const faultsIn = (issue: z.core.$ZodIssue): Fault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: null }))
    : [{ path: issue.path, message: issue.message }];

function describeFault(text: string, { path, message }: Fault): string {
  const { line, column } = jsonPosition(text, path);
  const field = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${publicName(String(step), 60)}`))
    .join('')
    .replace(/^\./, '');
  const words = message ?? `no such key; ${remedy(path)}`;
  return `line ${line}, column ${column}: ${field === '' ? 'the file' : field}: ${words}`;
}

const remedy = (path: readonly PropertyKey[]): string =>
  insteadOf(String(path.at(-1)), keysAt(decisionsFileSchema, path.slice(0, -1)));

/** Times as the report has them, and words to be published without anything shaped like an address. */
function givenOf(file: DecisionsFile): GivenDecisions {
  const words = (value: string): string => publicName(value, MAX_SHOWN);
  const decision = (what: string, given: DecisionsFile['acknowledge'][number]): GivenDecision => ({
    what,
    until: given.until === undefined ? null : endOf(given.until),
    reason: words(given.reason),
    by: words(given.by),
  });
  return {
    silences: file.silence.map((given) => decision(given.what, given)),
    acknowledgements: file.acknowledge.map((given) => decision(given.what, given)),
    accepted: file.accept.map(({ feature, ...given }) => decision(feature, { what: feature, ...given })),
    annotations: file.annotate.map(({ label, from, to = from }) => ({
      label: words(label),
      from: isoTime(Date.parse(from)),
      to: endOf(to),
    })),
  };
}

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** The end of a day, which counts whole, or the time itself. */
const endOf = (moment: string): string =>
  isoTime(Math.min(LAST, Date.parse(moment) + (moment.length === '2026-03-01'.length ? DAY_MS : 0)));
