import { seededRandom } from '../../src/stats/distributions/random.ts';
import type { FakeData, FakePrediction } from './fake-store.ts';
import { NOW, times } from './metrics-context.ts';

/** A lead with a few values, and how often it is scored. */
export interface MadeLead {
  readonly lead: string;
  readonly input: Readonly<Record<string, string | number | null>>;
  readonly score: number;
  readonly rows: number;
}

const HOUR_MS = 3_600_000;

/** Leads with categories of every size, a skewed number, texts, missing values, and some that a client retries often. */
export function madeLeads(seed: number, size: number): MadeLead[] {
  const random = seededRandom(seed);
  return times(size, (i) => {
    const u = random.uniform();
    const industry = u < 0.4 ? 'Banking' : u < 0.7 ? 'Retail' : `Rare ${Math.floor(u * 40)}`;
    return {
      lead: `lead-${seed}-${i}`,
      input: {
        industry,
        salary: Math.round(20_000 * Math.exp(random.normal())),
        level: 1 + random.below(4),
        town: random.uniform() < 0.2 ? null : `Town ${random.below(12)}`,
        summary: `${random.uniform() < 0.5 ? 'sales' : 'data'} word${random.below(9)} person${seed}x${i}`,
      },
      score: random.below(1_001) / 1_000,
      rows: random.uniform() < 0.05 ? 5 + random.below(30) : 1 + random.below(2),
    };
  });
}

/** A log of these leads and a reference of others, which has repeated rows, too. */
export function logOf(leads: readonly MadeLead[], reference: readonly MadeLead[]): FakeData {
  const predictions = leads.flatMap(({ lead, input, score, rows }, i) =>
    times(
      rows,
      (row): FakePrediction => ({ time: NOW - ((i * 7 + row) % 160) * HOUR_MS, lead, input, score }),
    ),
  );
  const keys = ['industry', 'salary', 'level', 'town', 'summary'];
  return {
    predictions,
    reference: Object.fromEntries(keys.map((key) => [key, reference.map(({ input }) => input[key] ?? null)])),
  };
}
