import type { KeyedLead } from '../../src/metrics/performance/leads.ts';
import type { SharedLead } from '../../src/metrics/versions/compare.ts';
import type { Random } from '../../src/stats/distributions/random.ts';

/** Leads that engage by a hidden value, of which two versions see it with more or less noise. */
export interface VersionWorld {
  readonly leads: number;
  /** Standard deviation of the noise of either version. */
  readonly noise: readonly [number, number];
}

const HALF_A_YEAR_MS = 182 * 86_400_000;

export function scoredByBoth({ leads, noise }: VersionWorld, random: Random): SharedLead[] {
  return Array.from({ length: leads }, (_, i) => {
    const hidden = random.normal();
    const label = random.uniform() < 1 / (1 + Math.exp(1.2 - 1.2 * hidden)) ? 1 : 0;
    const time = (i / leads) * HALF_A_YEAR_MS;
    const lead = (version: string, own: number): KeyedLead => ({
      key: `${i}`,
      version,
      time,
      score: 1 / (1 + Math.exp(-(hidden + own * random.normal()))),
      label,
      known: time,
    });
    return { first: lead('1', noise[0]), second: lead('2', noise[1]) };
  });
}

/** Each lead to one of the versions, by a coin. */
export function sharedOut(shared: readonly SharedLead[], random: Random): [KeyedLead[], KeyedLead[]] {
  const sides: [KeyedLead[], KeyedLead[]] = [[], []];
  for (const { first, second } of shared) {
    if (random.uniform() < 0.5) sides[0].push(first);
    else sides[1].push(second);
  }
  return sides;
}
