import { EXIT, MonitorError } from '../../monitor-error.ts';
import type { ColumnsPolicy } from '../../settings/columns-policy.ts';
import { nearestName } from '../../settings/nearest.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { Source } from '../store.ts';
import { type ColumnMap, type ColumnPath, type ColumnSource, ownPaths, valueAt } from './column-map.ts';
import { LOG_COLUMNS, LOG_FIELDS, type LogField } from './log-fields.ts';

export type SampleRecord = Readonly<Record<string, unknown>>;

/** What the policy says of one log's columns, and of the label that a score stands for. */
export interface ColumnRules {
  readonly columns: ColumnsPolicy;
  readonly labelThreshold: number;
  readonly positiveLabel: string;
}

export const columnRules = ({ columns, scores }: Pick<Policy, 'columns' | 'scores'>): ColumnRules => ({
  columns,
  labelThreshold: scores.labelThreshold,
  positiveLabel: scores.positiveLabel,
});

type Explicit = string | readonly string[] | { readonly value: string | number } | { readonly from: 'score' };

/** An alias counts when at least this share of the sampled records has it in place of the field. */
const MIN_SHARE = 0.05;
/** Names of the settings, for messages. */
export const VARIABLES: Readonly<Record<Source, string>> = {
  predictions: 'PREDICTIONS_LOG',
  requests: 'API_REQUESTS_LOG',
};

interface Rivals {
  readonly source: Source;
  readonly field: string;
  /** The more usual one first. */
  readonly names: readonly [string, string];
}

/** Two names could be a required field; the policy decides. Exit code 2. */
export class AmbiguousColumn extends MonitorError {
  readonly rivals: Rivals;

  constructor(message: string, rivals: Rivals) {
    super('log-columns-ambiguous', message, EXIT.configuration);
    this.rivals = rivals;
  }
}

/**
 * Decides where each field of a log is read: where the policy says, else under its own name, else under the one other
 * name that samples of the log show.
 *
 * @param samples records of every file of the log; a CSV row is flat.
 * @throws MonitorError `log-columns-ambiguous` (exit code 2) where two names could be a required field.
 */
export function resolveColumns(
  source: Source,
  rules: ColumnRules,
  samples: readonly SampleRecord[],
): ColumnMap {
  const explicit = rules.columns[source] as Readonly<Record<string, Explicit | undefined>>;
  const fields = new Map<string, ColumnSource>();
  const notes: string[] = [];
  const taken = new Set(Object.values(explicit).flatMap((said) => namesOf(said)));
  for (const field of LOG_FIELDS[source]) {
    const said = explicit[field.name];
    if (said !== undefined) {
      const from = explicitSource(field, said, rules);
      fields.set(field.name, from);
      notes.push(...explicitNotes(source, field, from, samples));
      continue;
    }
    const found = recognised(source, field, samples, taken, notes);
    if (found.length === 0) continue;
    for (const [name = ''] of found) taken.add(name);
    fields.set(field.name, { kind: 'paths', paths: [...ownPaths(field), ...found] });
  }
  if (source === 'predictions' && !fields.has('label') && lacksLabel(samples, fields)) {
    const label = derivedLabel(rules);
    fields.set('label', label);
    notes.push(
      `the log has no label: it was derived from the score (\`${label.positive}\` above ${label.above}, else \`${label.negative}\`)`,
    );
  }
  const map: ColumnMap = { source, fields, inputIsText: false, notes };
  return finished(map, samples);
}

/** Which keys are features where they stand at the top level, and whether features are text. */
function finished(map: ColumnMap, samples: readonly SampleRecord[]): ColumnMap {
  const fields = new Map(map.fields);
  const input = fields.get('input');
  if (input?.kind === 'rest') {
    const heads = [...fields.values()].flatMap((from) =>
      from.kind === 'paths' ? from.paths.map(([name = '']) => name) : [],
    );
    fields.set('input', { kind: 'rest', except: [...new Set([...LOG_COLUMNS, ...heads])] });
  }
  const paths = input === undefined ? [['input']] : input.kind === 'paths' ? input.paths : [];
  const inputIsText =
    map.source === 'predictions' &&
    samples.some((record) => paths.some((path) => typeof valueAt(record, path) === 'string'));
  return { ...map, fields, inputIsText };
}

function namesOf(said: Explicit | undefined): string[] {
  if (typeof said === 'string') return [said, said.split('.')[0] ?? ''];
  return Array.isArray(said) ? [String(said[0])] : [];
}

function explicitSource(field: LogField, said: Explicit, rules: ColumnRules): ColumnSource {
  if (said === '*' && field.name === 'input') return { kind: 'rest', except: [] };
  if (typeof said === 'string') return { kind: 'paths', paths: pathsWithin(said) };
  if ('value' in said) return { kind: 'constant', value: said.value };
  if ('from' in said) return derivedLabel(rules);
  return { kind: 'paths', paths: [said] };
}

/** Dots separate levels. A flattened log keeps them in its names, so the whole text is looked for as a name too. */
export const pathsWithin = (text: string): ColumnPath[] =>
  text.includes('.') ? [text.split('.'), [text]] : [[text]];

const derivedLabel = ({ labelThreshold, positiveLabel }: ColumnRules) => ({
  kind: 'threshold' as const,
  above: labelThreshold,
  positive: positiveLabel,
  negative: `not_${positiveLabel}`,
});

/** Says where the policy's names were not found. */
function explicitNotes(
  source: Source,
  field: LogField,
  from: ColumnSource,
  samples: readonly SampleRecord[],
): string[] {
  if (from.kind !== 'paths' || samples.length === 0) return [];
  if (samples.some((record) => from.paths.some((path) => has(record, path)))) return [];
  const [path = []] = from.paths;
  const seen = [...new Set(samples.flatMap((record) => Object.keys(record)))];
  const near = nearestName(path[0] ?? '', seen);
  const remedy = near === null ? '' : `; the nearest name is \`${near}\``;
  return [
    `no record of the sample has \`${path.join('.')}\`, which the policy's columns.${source}.${field.name} names${remedy}`,
  ];
}

const has = (record: SampleRecord, path: ColumnPath): boolean => (valueAt(record, path) ?? null) !== null;

const lacks = (record: SampleRecord, field: LogField): boolean =>
  !ownPaths(field).some((path) => has(record, path));

/** The other names under which records hold a field, none where its own name is there or none fits. */
function recognised(
  source: Source,
  field: LogField,
  samples: readonly SampleRecord[],
  taken: ReadonlySet<string>,
  notes: string[],
): ColumnPath[] {
  const lacking = samples.filter((record) => lacks(record, field));
  if (lacking.length === 0) return [];
  const candidates = preferred(
    field,
    field.aliases.filter((name) => !taken.has(name) && isCandidate(field, name, lacking, samples.length)),
    lacking,
  );
  const rivals = firstRivals(candidates, lacking, samples.length);
  if (rivals !== null) {
    const [a, b] = rivals;
    const line = `"columns": {"${source}": {"${field.name}": ${JSON.stringify(a)}}}`;
    const words = `both \`${a}\` and \`${b}\` could be ${field.meaning}`;
    if (field.required) {
      throw new AmbiguousColumn(
        `${VARIABLES[source]}: ${words}, and no record has \`${field.name}\`. The policy decides: ${line}`,
        { source, field: field.name, names: rivals },
      );
    }
    notes.push(`${words}: neither was read; the policy decides with ${line}`);
    return [];
  }
  notes.push(...candidates.map((name) => `\`${name}\` was read as ${field.meaning}`));
  return candidates.map((name) => [name]);
}

function isCandidate(
  field: LogField,
  name: string,
  lacking: readonly SampleRecord[],
  sampled: number,
): boolean {
  const values = lacking.map((record) => valueAt(record, [name]) ?? null).filter((value) => value !== null);
  if (values.length === 0 || values.length < MIN_SHARE * sampled) return false;
  return values.filter((value) => field.fits(value)).length >= 0.9 * values.length;
}

/** Without names that repeat the values of an earlier one, and of scores without those that are only ever 0 or 1. */
function preferred(
  field: LogField,
  candidates: readonly string[],
  lacking: readonly SampleRecord[],
): string[] {
  const isDecided = (name: string): boolean =>
    lacking.every((record) => [undefined, null, 0, 1].includes(record[name] as number | null | undefined));
  const graded = field.name === 'score' ? candidates.filter((name) => !isDecided(name)) : candidates;
  const left = graded.length === 0 ? candidates : graded;
  return left.filter((name, i) => !left.slice(0, i).some((earlier) => isSame(earlier, name, lacking)));
}

const together = (a: string, b: string, records: readonly SampleRecord[]): SampleRecord[] =>
  records.filter((record) => has(record, [a]) && has(record, [b]));

function isSame(a: string, b: string, records: readonly SampleRecord[]): boolean {
  const both = together(a, b, records);
  return both.length > 0 && both.every((record) => record[a] === record[b]);
}

/** Two names that stand in the same record with different values; in different records both are read. */
function firstRivals(
  candidates: readonly string[],
  lacking: readonly SampleRecord[],
  sampled: number,
): [string, string] | null {
  for (const [i, a] of candidates.entries()) {
    for (const b of candidates.slice(i + 1)) {
      if (together(a, b, lacking).length >= MIN_SHARE * sampled) return [a, b];
    }
  }
  return null;
}

/** No sampled record has a label, and some have a score that can stand for it. */
function lacksLabel(samples: readonly SampleRecord[], fields: ReadonlyMap<string, ColumnSource>): boolean {
  const score = fields.get('score') ?? { kind: 'paths', paths: [['score']] };
  if (score.kind !== 'paths' || samples.some((record) => has(record, ['label']))) return false;
  return samples.some((record) =>
    score.paths.some((path) => {
      const value = valueAt(record, path);
      return typeof value === 'number' && value >= 0 && value <= 1;
    }),
  );
}
