import { type ColumnMap, pathsOf, valueAt } from './column-map.ts';

/** Why a record is refused before its fields are read. */
export type EarlyRefusal = 'ragged-row' | 'line-too-long' | 'unpacked-too-large' | 'unreadable';

/** Key of the object that stands in the log in place of such a record, so that it is counted among the others. */
export const REFUSED_KEY = '~refused';

export const refusedRecord = (code: EarlyRefusal): Record<string, string> => ({ [REFUSED_KEY]: code });

/** What is wrong with a record in which none of the expected fields was found: kinds of the code `broken-json`. */
export type BrokenKind = 'broken-json' | 'invalid-text' | 'not-an-object' | 'no-known-field';

export const BROKEN_DETAILS: Readonly<Record<BrokenKind, string>> = {
  'broken-json': 'not JSON: broken or cut',
  'invalid-text': 'not valid Unicode text',
  'not-an-object': 'JSON, but not an object',
  'no-known-field': 'an object without any of the expected fields',
};

/** Classifies such a record by its text. The text itself is never published. */
export function classifyBroken(columns: ColumnMap, text: string): BrokenKind {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return 'broken-json';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object';
  const fields = value as Readonly<Record<string, unknown>>;
  const known = pathsOf(columns).some((path) => (valueAt(fields, path) ?? null) !== null);
  // JSON.parse accepts half a surrogate pair and replaced bytes; the engines do not.
  return known ? 'invalid-text' : 'no-known-field';
}
