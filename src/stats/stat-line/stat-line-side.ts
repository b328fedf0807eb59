import type { FeatureType } from '../tests/drift-test-types.ts';

/** Invalid input line of the `stat` command; the message is written to the output line. */
export class StatLineError extends Error {
  override readonly name = 'StatLineError';
}

/** Values of one side, in the field for the feature's type; the other two fields are empty. */
export interface Side {
  readonly numbers: readonly number[];
  readonly counts: ReadonlyMap<string, number>;
  readonly texts: readonly string[];
  /** Number of nulls and of numbers that are not finite. */
  readonly missing: number;
  /** The first value is missing. */
  readonly missingFirst: boolean;
}

const NOTHING: Side = { numbers: [], counts: new Map(), texts: [], missing: 0, missingFirst: false };

const isMissing = (item: unknown): boolean =>
  item === null || (typeof item === 'number' && !Number.isFinite(item));

/** Reads `[…]` or `{"counts": {…}}`. */
export function readSide(value: unknown, type: FeatureType, name: 'reference' | 'production'): Side {
  if (!Array.isArray(value)) return { ...NOTHING, counts: readCounts(value, type, name) };
  const filled: (number | string | boolean)[] = [];
  value.forEach((item: unknown, index) => {
    if (isMissing(item)) return;
    if (typeof item !== 'number' && typeof item !== 'string' && typeof item !== 'boolean') {
      throw new StatLineError(`${name}[${index}] must be a number, a string, a boolean or null`);
    }
    if (type === 'numeric' && typeof item !== 'number') {
      throw new StatLineError(
        `${name}[${index}] is ${JSON.stringify(item)}; a numeric feature holds numbers or null`,
      );
    }
    filled.push(item);
  });
  const missing = {
    missing: value.length - filled.length,
    missingFirst: value.length > 0 && isMissing(value[0]),
  };
  if (type === 'numeric') return { ...NOTHING, numbers: filled.map(Number), ...missing };
  const texts = filled.map(String);
  if (type === 'text') return { ...NOTHING, texts, ...missing };
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return { ...NOTHING, counts, ...missing };
}

function readCounts(value: unknown, type: FeatureType, name: string): ReadonlyMap<string, number> {
  const counts: unknown =
    typeof value === 'object' && value !== null && 'counts' in value ? value.counts : undefined;
  if (typeof counts !== 'object' || counts === null || Array.isArray(counts)) {
    throw new StatLineError(`"${name}" must be a list of values, or {"counts": {"category": 3, …}}`);
  }
  if (type !== 'categorical')
    throw new StatLineError(`"${name}" holds counts; a ${type} feature needs a list of values`);
  return new Map(
    Object.entries(counts).map(([category, count]): [string, number] => {
      if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
        throw new StatLineError(
          `${name}.counts[${JSON.stringify(category)}] must be a whole number of at least 0`,
        );
      }
      return [category, count];
    }),
  );
}
