import type { Source } from '../store.ts';

/** Why a record gave DuckDB none of its fields. */
export type BrokenKind = 'broken-json' | 'invalid-text' | 'not-an-object' | 'no-known-field';

export const BROKEN_DETAILS: Readonly<Record<BrokenKind, string>> = {
  'broken-json': 'not JSON: broken or cut',
  'invalid-text': 'not valid Unicode text',
  'not-an-object': 'JSON, but not an object',
  'no-known-field': 'an object without any of the expected fields',
};

const KNOWN_FIELDS: Readonly<Record<Source, readonly string[]>> = {
  predictions: ['timestamp', 'input', 'score', 'label', 'inference_ms', 'model_version'],
  requests: ['timestamp', 'endpoint', 'path', 'method', 'status_code', 'response_ms', 'response_time_ms'],
};

/** Looks at the text of such a record. The text itself goes no further. */
export function classifyBroken(source: Source, text: string): BrokenKind {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return 'broken-json';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not-an-object';
  const fields = value as Readonly<Record<string, unknown>>;
  const known = KNOWN_FIELDS[source].some((key) => Object.hasOwn(fields, key) && fields[key] !== null);
  // JSON.parse takes half a surrogate pair and replaced bytes; DuckDB does not.
  return known ? 'invalid-text' : 'no-known-field';
}
