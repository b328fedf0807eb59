import { attributionSection } from '../../src/metrics/attribution/section.ts';
import { driftSection } from '../../src/metrics/drift/index.ts';
import type { Attribution } from '../../src/report/schema/attribution.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { type Random, seededRandom } from '../../src/stats/distributions/random.ts';
import { scoreEffect, scoreRowOf } from '../../src/wording/attribution.ts';
import { NOW, referenceOf, testContext } from './metrics-context.ts';

/** One simulated log: which features moved, and how far the mean score moved by it. */
export interface AttributionTrial {
  readonly method: Attribution['method'];
  /** What is said of the shifted feature that the score follows, and of the shifted one that it does not. */
  readonly used: string;
  readonly unused: string;
  /** What is said of the features that the score follows and that did not move. */
  readonly steady: readonly string[];
  /** True where the interval of the used feature holds the true change of the mean score. */
  readonly held: boolean;
}

const COUNTRIES = ['FR', 'DE', 'UK', 'US', 'SG'];
const SHIFT = 0.25;
const WITHOUT_CLASSIFIER = { drift: { multivariate: false } };

interface SimulatedInput {
  readonly quality: number;
  readonly engagement: number;
  readonly country: string;
  readonly age: number;
  readonly batch: string;
}

function draw(random: Random, shifted: boolean): SimulatedInput {
  return {
    quality: random.normal() + (shifted ? SHIFT : 0),
    engagement: random.normal(),
    country: COUNTRIES[random.below(5)] ?? 'FR',
    age: random.normal() + (shifted ? 2 * SHIFT : 0),
    batch: `b${random.below(4)}`,
  };
}

const scoreOf = ({ quality, engagement, country }: SimulatedInput): number =>
  1 / (1 + Math.exp(-(-0.3 + 0.9 * quality + 0.5 * engagement + 0.3 * COUNTRIES.indexOf(country) - 0.6)));

/** Mean change of the score by the shift of `quality`, over 100,000 leads scored with and without it. */
export function trueChange(): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let i = 0; i < 100_000; i += 1) {
    const lead = draw(random, false);
    sum += scoreOf({ ...lead, quality: lead.quality + SHIFT }) - scoreOf(lead);
  }
  return sum / 100_000;
}

/** A reference and a window, in which `quality` (used by the score) and `age` (not used) have shifted. */
export async function attributionTrial(seed: number, rows: number, truth: number): Promise<AttributionTrial> {
  const random = seededRandom(seed);
  const reference = Array.from({ length: rows }, () => draw(random, false));
  const production = Array.from({ length: rows }, () => draw(random, true));
  const column = <Key extends keyof SimulatedInput>(key: Key) => reference.map((lead) => lead[key]);
  const data = {
    predictions: production.map((input, i) => ({
      time: NOW - 3_600_000 - i * 60_000,
      score: scoreOf(input),
      input: { ...input },
    })),
    reference: {
      quality: column('quality'),
      engagement: column('engagement'),
      country: column('country'),
      age: column('age'),
      batch: column('batch'),
    },
  };
  const context = await testContext(data, WITHOUT_CLASSIFIER);
  const values = reference.map(scoreOf);
  const table = { ...referenceOf(data), scores: values };
  const drift = await driftSection(context, table, silentReporter);
  const attribution = await attributionSection(context, {
    drift,
    reference: table,
    scores: { source: 'reference-column', values, description: 'the score column' },
    model: null,
  });
  const effect = (name: string): string => {
    const row = scoreRowOf(attribution, name);
    return row === null ? 'none' : scoreEffect(row);
  };
  const [low, high] = scoreRowOf(attribution, 'quality')?.interval ?? [1, -1];
  return {
    method: attribution.method,
    used: effect('quality'),
    unused: effect('age'),
    steady: ['engagement', 'country'].map(effect),
    held: low <= truth && truth <= high,
  };
}
