import type { ReferenceOrigin } from '../../src/ingest/sources/reference-origin.ts';
import type { OutcomeRow } from '../../src/ingest/sources/tables.ts';
import type { Baselines } from '../../src/metrics/performance/frozen.ts';
import { performanceSection } from '../../src/metrics/performance/section.ts';
import { type PerformanceSection, performanceSectionSchema } from '../../src/report/schema/performance.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { DAY_MS } from '../../src/wording/time.ts';
import { NO_OUTCOMES, NOW, testContext, times } from './metrics-context.ts';

/** Leads of a simulated log, with what became of them. */
export interface PerformanceWorld {
  readonly leads: number;
  /** Days before now over which they were scored. */
  readonly days?: number;
  /** By how many standard deviations those who engage score higher, by lead. */
  readonly shift?: (lead: number) => number;
  /** Whether a lead of this score gets an outcome. */
  readonly contacted?: (score: number) => boolean;
  /** Whether a lead is contacted at random as well. */
  readonly explored?: (lead: number) => boolean;
  /** Days from prediction to outcome. */
  readonly delay?: (engaged: boolean, uniform: number) => number;
  readonly version?: (lead: number) => string;
  readonly policy?: Record<string, unknown>;
  /** Rows of the reference. */
  readonly rows?: number;
  readonly baselines?: Baselines;
  readonly previous?: PerformanceSection;
  /** Leads older than so many days are gone from the log. */
  readonly logDays?: number;
  /** Outcomes as the file holds them; default: of every lead that was contacted. */
  readonly outcomes?: (row: WorldOutcome) => readonly OutcomeRow[];
  /** Further predictions, such as of leads that are scored again. */
  readonly again?: (lead: {
    readonly key: string;
    readonly time: number;
    readonly engaged: boolean;
  }) => readonly {
    readonly time: number;
    readonly score: number;
    readonly modelVersion?: string;
  }[];
  readonly origin?: ReferenceOrigin;
}

/** An outcome of a lead, and when that was predicted. */
export interface WorldOutcome extends OutcomeRow {
  readonly key: string;
  readonly predicted: number;
}

export const HOLDOUT = {
  outcomes: { keyColumn: 'lead', maturityDays: 7 },
  reference: { scores: 'holdout' },
};

/** The section of performance of a simulated log, from a store in memory. */
export async function performanceOf(world: PerformanceWorld): Promise<PerformanceSection> {
  const { leads, days = 120, shift = () => 1.2, contacted = () => true, delay = () => 3 } = world;
  const { normal, uniform } = seededRandom(4);
  const draw = (i: number) => {
    const engaged = uniform() < 0.3;
    return { engaged, score: 1 / (1 + Math.exp(1.57 - 1.2 * (normal() + (engaged ? shift(i) : 0)))) };
  };
  const made = times(leads, (i) => ({
    ...draw(i),
    key: `lead-${i}`,
    time: NOW - days * DAY_MS + (i / leads) * days * DAY_MS,
    modelVersion: world.version?.(i) ?? '1.0.0',
    wait: uniform(),
  }));
  const kept = made.filter(({ time }) => time >= NOW - (world.logDays ?? Infinity) * DAY_MS);
  const reference = times(world.rows ?? 2_000, () => draw(0));
  const context = await testContext(
    {
      predictions: kept.flatMap(({ key, time, score, modelVersion, engaged }) =>
        [{ time, score, modelVersion }, ...(world.again?.({ key, time, engaged }) ?? [])].map((row) => ({
          ...row,
          input: { lead: key },
        })),
      ),
    },
    world.policy ?? HOLDOUT,
  );
  const outcomes = made
    .map((lead, i) => ({ ...lead, explored: world.explored?.(i) ?? false }))
    .filter(({ score, explored }) => explored || contacted(score))
    .map(({ key, engaged, time, wait, explored }) => ({
      key,
      engaged,
      time: time + delay(engaged, wait) * DAY_MS,
      explored,
      predicted: time,
    }))
    .flatMap((row) => world.outcomes?.(row) ?? [row]);
  const found = await performanceSection(context, {
    data: { ...NO_OUTCOMES, present: true, rows: outcomes.length, keyColumn: 'lead', outcomes },
    reference: {
      scores: reference.map(({ score }) => score),
      labels: reference.map(({ engaged }) => (engaged ? 1 : 0)),
    },
    previous: world.previous ?? null,
    ...(world.origin === undefined ? {} : { origin: world.origin }),
    baselines: world.baselines,
  });
  return performanceSectionSchema.parse(found);
}
