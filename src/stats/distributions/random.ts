/**
 * Seeded generator: xoshiro128**, with its state initialised by splitmix32. All random draws of the statistics
 * (permutations, Monte Carlo tables, folds) use one, so that a report is reproducible.
 *
 * Source: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators" (2021).
 */
export interface Random {
  /** Uniform in [0, 1) with 53 bits. */
  readonly uniform: () => number;
  /** Uniform whole number in [0, bound). */
  readonly below: (bound: number) => number;
  /** Standard normal (Marsaglia's polar method). */
  readonly normal: () => number;
}

export function seededRandom(seed: number): Random {
  const state = initialState(seed);
  const next = (): number => step(state);
  const uniform = (): number => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
  return {
    uniform,
    below: (bound) => Math.floor(uniform() * bound),
    normal: () => polarNormal(uniform),
  };
}

/** Fisher–Yates, in place. */
export function shuffle<T extends { [index: number]: number; readonly length: number }>(
  items: T,
  random: Random,
): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = items[i] ?? 0;
    items[i] = items[j] ?? 0;
    items[j] = held;
  }
  return items;
}

function initialState(seed: number): Uint32Array {
  let x = seed >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    x = (x + 0x9e3779b9) >>> 0;
    let z = x;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  });
}

function step(state: Uint32Array): number {
  const s1 = state[1] ?? 0;
  const scaled = Math.imul(s1, 5);
  const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
  const shifted = s1 << 9;
  const s2 = (state[2] ?? 0) ^ (state[0] ?? 0);
  const s3 = (state[3] ?? 0) ^ s1;
  state[1] = s1 ^ s2;
  state[0] = (state[0] ?? 0) ^ s3;
  state[2] = s2 ^ shifted;
  state[3] = (s3 << 11) | (s3 >>> 21);
  return result;
}

function polarNormal(uniform: () => number): number {
  for (;;) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}
