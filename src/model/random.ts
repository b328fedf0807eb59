/** A source of pseudo-random numbers that always gives the same sequence for the same seed. */
export interface SeededRandom {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal (Box–Muller, one of the two values). */
  normal(): number;
}

/**
 * sfc32 (Small Fast Counter, C. Doty-Humphrey, PractRand), seeded with one integer and warmed up for 20 rounds.
 * Used where a result has to be repeatable on every machine; never for anything secret.
 */
export function seededRandom(seed: number): SeededRandom {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = Math.imul(Math.trunc(seed), 0x85ebca6b) ^ Math.trunc(seed);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 20; i += 1) next();
  return {
    next,
    integer: (bound) => Math.floor(next() * bound),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** Fisher–Yates shuffle in place. */
export function shuffle<T>(values: T[], random: SeededRandom): T[] {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1);
    const held = values[i] as T;
    values[i] = values[j] as T;
    values[j] = held;
  }
  return values;
}
