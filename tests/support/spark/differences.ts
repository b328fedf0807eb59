/** Paths of the fields in which two JSON values differ, floats by more than 1e-12 relative. */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const scale = Math.max(Math.abs(expected), Math.abs(actual), 1e-300);
    return Math.abs(expected - actual) / scale <= 1e-12 ? [] : [`${path}: ${expected} against ${actual}`];
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => differences(expected[key], actual[key], `${path}/${key}`));
  }
  if (Object.is(expected, actual)) return [];
  return [`${path}: ${JSON.stringify(expected)} against ${JSON.stringify(actual)}`];
}

/**
 * The same without percentiles of response times that differ by one in their last digit: halfway between two logged times of
 * four decimals, where the order of a sum decides how they are rounded.
 */
export const realDifferences = (expected: unknown, actual: unknown): string[] =>
  differences(expected, actual).filter((text) => {
    const [, one, other] = /responseP95: ([\d.]+) against ([\d.]+)$/.exec(text) ?? [];
    return one === undefined || other === undefined || Math.abs(Number(one) - Number(other)) > 1.1e-4;
  });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
