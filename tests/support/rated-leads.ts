import { assembleReport } from '../../src/metrics/assemble.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { NO_OBSERVATIONS } from './case-report.ts';
import { fakeStore } from './fake-store.ts';
import { NOW, referenceOf, times } from './metrics-context.ts';

export interface RatedLead {
  readonly key: string;
  readonly engaged: boolean;
  readonly score: number;
  readonly industry: string;
  readonly quality: number;
  readonly time: number;
}

const DAY_MS = 86_400_000;

/** Leads whose score follows an input, over 40 days. */
export function ratedLeads(count: number, seed = 1): RatedLead[] {
  const { normal, uniform } = seededRandom(seed);
  return times(count, (i) => {
    const engaged = uniform() < 0.3;
    const quality = Math.round((normal() + (engaged ? 1.2 : 0)) * 1_000) / 1_000;
    return {
      key: `lead-${i}`,
      engaged,
      quality,
      industry: ['Banking', 'Retail', 'Travel'][i % 3] ?? '',
      score: 1 / (1 + Math.exp(0.9 - quality)),
      time: NOW - (i * 40 * DAY_MS) / count,
    };
  });
}

/** A report of these leads, whose outcomes were known three days later. */
export function reportOf(leads: readonly RatedLead[]): Promise<Report> {
  const before = ratedLeads(400, 2);
  const data = {
    predictions: leads.map(({ key, score, industry, quality, time }) => ({
      time,
      score,
      lead: key,
      input: { lead: key, industry, quality },
    })),
    requests: [],
    reference: {
      industry: before.map(({ industry }) => industry),
      quality: before.map(({ quality }) => quality),
    },
  };
  const outcomes = leads
    .map(({ key, engaged, time }) => ({ key, engaged, time: time + 3 * DAY_MS }))
    .filter(({ time }) => time <= NOW);
  return assembleReport({
    store: fakeStore(data),
    reference: referenceOf(data),
    outcomes: {
      present: true,
      location: 'outcomes.csv',
      rows: outcomes.length,
      rejected: 0,
      reasons: [],
      keyColumn: 'lead',
      outcomes,
    },
    observations: NO_OBSERVATIONS,
    referenceScores: { source: 'none', reason: 'There is none.' },
    policy: policySchema.parse({ outcomes: { keyColumn: 'lead', maturityDays: 3 } }),
    now: NOW,
    id: '2026-02-20',
    simulated: false,
    software: { name: 'test', version: '0.0.0' },
    reporter: silentReporter,
  });
}
