import { fieldNames, LOG_FIELDS, wordsOf } from '../ingest/rules/log-fields.ts';
import type { Source, SourceQuality } from '../ingest/store.ts';
import { nearestName } from '../settings/nearest.ts';
import { publicName } from '../wording/public-name.ts';
import { plural } from '../wording/sentence-numbers.ts';

const MAX_NAMED = 5;

/**
 * Reason why no record of a log could be used, and what to do: the missing field with the most similar name in the records,
 * or the field that holds something else.
 */
export function refusedReason(source: Source, { rows, reasons, fieldsSeen = [] }: SourceQuality): string {
  const refused = `All ${plural(rows, 'row')} of the ${source} log were refused`;
  const first = reasons.toSorted((a, b) => b.count - a.count)[0];
  const field = first?.samples[0]?.field ?? null;
  if (first === undefined || field === null) {
    const variable = source === 'predictions' ? 'PREDICTIONS_LOG' : 'API_REQUESTS_LOG';
    const why = first === undefined ? '' : `: ${detail(first)}`;
    return `${refused}${why}. ${variable} has to name ${source}: one JSON object a line, CSV or Parquet.`;
  }
  const inPolicy = `the policy's columns.${source}.${field}`;
  if (!first.code.startsWith('missing-')) {
    return `${refused}: in the field “${field}”, ${detail(first)}. Log it so, or name the field that holds it in ${inPolicy}.`;
  }
  const wanted = field;
  const others = fieldsSeen.filter((name) => !fieldNames(source).includes(name));
  const words = LOG_FIELDS[source].find(({ name }) => name === wanted)?.words ?? [];
  const nearest = nearestField(wanted, words, others);
  if (nearest !== null) {
    return `${refused}: they have no field “${wanted}”. The nearest that they have is “${publicName(nearest, 40)}”: log it as “${wanted}”, or name it in ${inPolicy}.`;
  }
  const named = others.slice(0, MAX_NAMED).map((name) => `“${publicName(name, 40)}”`);
  const have = named.length === 0 ? '' : ` Other fields that they have: ${named.join(', ')}.`;
  const flat = field === 'input' ? ' ("*" where features stand at the top level of a record)' : '';
  return `${refused}: they have no field “${wanted}”.${have} Log it, or name the field that holds it in ${inPolicy}${flat}.`;
}

const detail = ({ code, samples }: SourceQuality['reasons'][number]): string =>
  samples[0]?.detail ?? code.replaceAll('-', ' ');

/** Finds a field by synonym, most likely first; else by spelling. */
function nearestField(wanted: string, words: readonly string[], names: readonly string[]): string | null {
  for (const word of [wanted, ...words]) {
    const found = names.find((name) => wordsOf(name).includes(word));
    if (found !== undefined) return found;
  }
  return nearestName(wanted, names);
}
