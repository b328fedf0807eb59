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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
