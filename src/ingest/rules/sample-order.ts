const PRIME = 2_147_483_647;
const FACTOR = 12_345;

/**
 * SQL that orders rows as if at random, and the same way whatever the order of the files and the engine: by the time
 * mixed with plain integer arithmetic, then by what the rows hold.
 */
export const sampleOrder = (columns: readonly string[]): string =>
  [mixed(mixed(`(time_us % ${PRIME})`)), 'time_us', 'score', 'label', 'latency_ms', 'version', ...columns]
    .map((column) => `${column} nulls last`)
    .join(', ');

/** One round of x² + 12345x modulo a Mersenne prime; stays within 63 bits. */
const mixed = (x: string): string => `((${x} * ${x} + ${FACTOR} * ${x}) % ${PRIME})`;

/** The same number for a time without SQL. */
export function sampleKey(timeUs: number): number {
  const round = (x: number): number => productModulo(x, x + FACTOR);
  return round(round(timeUs % PRIME));
}

/** a × b modulo the prime for numbers below 2³² in doubles: two halves of b keep each product below 2⁵³. */
function productModulo(a: number, b: number): number {
  const high = Math.floor(b / 65_536);
  const low = b % 65_536;
  return (((a * high) % PRIME) * 65_536 + a * low) % PRIME;
}
