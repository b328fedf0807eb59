import { MONITOR } from '../../command-names.ts';
import { UNITS } from '../../figures/units.ts';
import { strayWords } from '../../settings/stray-variables.ts';
import type { StrayVariable } from '../../settings/variables.ts';
import { formatCount, percent, plainly, plural } from '../../wording/sentence-numbers.ts';
import type { CheckedColumn, CheckedInputs, CheckedLog } from './check-inputs.ts';

const MAX_NAMED = 12;

const listed = (names: readonly string[]): string =>
  names.length <= MAX_NAMED
    ? names.join(', ')
    : `${names.slice(0, MAX_NAMED).join(', ')} and ${formatCount(names.length - MAX_NAMED)} more`;

/** The result of a check for people: a block for each input, then what deserves a second look. */
export function checkWords(checked: CheckedInputs, stray: readonly StrayVariable[]): string {
  const { predictions, requests, reference, outcomes, shadow, faults } = checked;
  return [
    ...logLines('predictions', predictions),
    ...logLines('requests', requests),
    ...referenceLines(reference),
    ...featureLines(checked),
    ...outcomeLines(outcomes),
    ...shadowLines(shadow),
    ...ownFigureLines(checked.ownFigures),
    ...stray.map((variable) => `environment: ${strayWords(variable)}`),
    ...(faults.length === 0 ? ['A build can use these inputs.'] : faults.map((fault) => `FAULT: ${fault}`)),
    ...(predictions.rows > 0 && predictions.rejected === predictions.rows
      ? [`${MONITOR} init writes to the policy what it can see of the log.`]
      : []),
  ].join('\n');
}

function logLines(name: string, log: CheckedLog): string[] {
  if (!log.present) return [`${name}: none (${log.location} is not there)`];
  const refused =
    log.rejected === 0
      ? 'none refused'
      : `${formatCount(log.rejected)} refused (${log.reasons.map(({ code, count }) => `${code} ${formatCount(count)}`).join(', ')})`;
  const later = log.later === 0 ? '' : `, ${formatCount(log.later)} later than the report`;
  const none = log.later === 0 ? 'no usable row' : 'none before it';
  const span = log.first === null ? none : `${log.first} to ${log.last ?? '?'}`;
  return [
    `${name}: ${log.location}, ${formatCount(log.rows)} rows, ${refused}${later}; ${span}; ${formatCount(log.inWindow)} in the window`,
    ...log.columns.map((column) => columnLine(name, column)),
    ...log.notes.map((note) => `  note: ${note}`),
  ];
}

function referenceLines(reference: CheckedInputs['reference']): string[] {
  const { location, present, rows, likelyScore, likelyOutcome } = reference;
  if (!present) return [`reference: none (${location} is not there)`];
  const likely = (what: string, name: string | null, key: string): string[] =>
    name === null ? [] : [`  ${name} is probably the ${what} (init writes it to the policy's ${key})`];
  return [
    `reference: ${location}, ${formatCount(rows)} rows`,
    ...likely('score', likelyScore, 'columns.reference.score'),
    ...likely('outcome', likelyOutcome, 'columns.reference.outcome'),
  ];
}

function columnLine(log: string, { field, readFrom, nearest, likely }: CheckedColumn): string {
  const key = `the policy's columns.${log}.${field}`;
  const remedy = likely.length === 1 ? `init writes it to ${key}` : `${key} decides`;
  const inside = likely.length === 0 ? '' : `; probably ${listed(likely)} (${remedy})`;
  if (readFrom !== null) return `  ${field} ← ${readFrom}${inside}`;
  return `  ${field}: in no sampled record${inside === '' && nearest !== null ? `; nearest: ${nearest}` : inside}`;
}

/** Nothing is said of the features of a log of which no row can be read. */
function featureLines({ features, predictions, reference }: CheckedInputs): string[] {
  if (predictions.first === null) return [];
  const { shared, onlyReference, onlyLog, identifiers, personal } = features;
  const types = shared.map(({ name, type }) => `${name} (${type})`);
  const absent = onlyReference.map(({ name, nearest }) =>
    nearest === null ? name : `${name} (nearest: ${nearest})`,
  );
  const line = (words: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`  ${words}: ${listed(names)}`];
  return [
    reference.present
      ? `features: ${formatCount(shared.length)} shared by reference and predictions`
      : `features: ${formatCount(onlyLog.length)} in the predictions, and no reference to compare them with`,
    ...line('shared', types),
    ...shared.flatMap(({ name, change }) => (change === null ? [] : [`  ${name}: ${change}`])),
    ...line('in the reference only', absent),
    ...line('in the predictions only', onlyLog),
    ...line('identifiers, no features', identifiers),
    ...line('privacy: values like an address, telephone number or token in', personal),
  ];
}

function outcomeLines({
  present,
  location,
  rows,
  rejected,
  keyColumn,
  leads,
  matched,
}: CheckedInputs['outcomes']): string[] {
  if (!present) return ['outcomes: none (OUTCOMES_PATH is not set)'];
  const refused = rejected === 0 ? '' : `, ${formatCount(rejected)} refused`;
  const joined =
    keyColumn === null || leads === null || matched === null
      ? 'no join key: no single column fits; set outcomes.keyColumn of the policy'
      : `joined by ${keyColumn}: ${formatCount(matched)} of ${formatCount(leads)} leads have an outcome${leads === 0 ? '' : ` (${percent(matched / leads)})`}`;
  return [`outcomes: ${location}, ${formatCount(rows)} rows${refused}; ${joined}`];
}

function ownFigureLines(figures: CheckedInputs['ownFigures']): string[] {
  if (figures.length === 0) return [];
  return [
    `figures of your own: ${formatCount(figures.length)}`,
    ...figures.map(({ id, file, unit, value, leads, reason }) =>
      value === null
        ? `  ${id}: ${reason ?? 'no value'}`
        : `  ${id} (${file}): ${plainly(UNITS[unit].format)(value)}, of ${plural(leads, 'lead')}`,
    ),
  ];
}

function shadowLines(shadow: CheckedInputs['shadow']): string[] {
  if (shadow === null) return [];
  const { location, rows, versions, notes } = shadow;
  return [
    `shadow scores: ${location}, ${formatCount(rows)} rows`,
    ...versions.map(
      ({ version, leads, matched }) =>
        `  ${version}: ${formatCount(leads)} leads, ${formatCount(matched)} of them in the predictions`,
    ),
    ...notes.map((note) => `  note: ${note}`),
  ];
}
