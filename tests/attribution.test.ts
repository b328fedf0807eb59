import { expect, test } from 'vitest';
import { attributionTrial, trueChange } from './support/attribution-simulation.ts';

// The long form, 100 logs, is scripts/dev/simulate-attribution.ts; its figures are in docs/statistics.md.
test.each([1, 2, 3, 4, 5])(
  'a shift that the score follows is told from one that it does not (%i)',
  async (seed) => {
    const trial = await attributionTrial(seed, 1_200, trueChange());
    expect(trial).toMatchObject({ method: 'surrogate', used: 'moves', unused: 'negligible' });
  },
);
