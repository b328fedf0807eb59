import type { Random } from '../../../stats/distributions/random.ts';

export const LEAD_FEATURES = [
  'llm_quality',
  'llm_engagement',
  'companyfoundedon',
  'jobtitle',
  'industry',
  'companysize',
  'timezone',
  'icebreaker',
] as const;

type LeadFeature = (typeof LEAD_FEATURES)[number];

export interface SimulatedLead {
  /** A key is left out where the value is missing, as the API does. */
  readonly input: Readonly<Partial<Record<LeadFeature, string | number>>>;
  readonly score: number;
  readonly engaged: boolean;
}

/** A category, how often it occurs, and what it adds to the log-odds of engagement. */
type Category = readonly [name: string, weight: number, effect: number];

const JOB_TITLES: readonly Category[] = [
  ['Head of Sales', 14, 0.5],
  ['Account Executive', 12, 0.2],
  ['Marketing Manager', 12, 0.1],
  ['Chief Executive Officer', 9, 0.4],
  ['Product Manager', 10, -0.1],
  ['Software Engineer', 13, -0.6],
  ['Data Scientist', 8, -0.2],
  ['Human Resources Manager', 8, -0.1],
  ['Consultant', 9, 0],
  ['Founder', 5, 0.5],
];

const INDUSTRIES: readonly Category[] = [
  ['Software Development', 26, 0.4],
  ['Financial Services', 18, 0.1],
  ['Business Consulting', 16, 0.2],
  ['Hospitals and Health Care', 12, -0.2],
  ['Higher Education', 10, -0.4],
  ['Retail', 10, -0.2],
  ['Manufacturing', 8, -0.3],
];

/** The mild drift: more leads in health care than in the reference. */
const CURRENT_INDUSTRY_WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['Hospitals and Health Care', 26],
  ['Software Development', 16],
]);

const COMPANY_SIZES: readonly Category[] = [
  ['2-10', 12, 0.1],
  ['11-50', 24, 0.2],
  ['51-200', 26, 0.3],
  ['201-500', 18, 0],
  ['501-1000', 12, -0.2],
  ['1001-5000', 8, -0.4],
];

const TIME_ZONES: readonly Category[] = [
  ['Europe/Paris', 46, 0.1],
  ['Europe/London', 20, 0],
  ['America/New_York', 16, 0],
  ['Europe/Berlin', 12, -0.1],
  ['Asia/Singapore', 6, -0.3],
];

const ICEBREAKERS: readonly Category[] = [
  ['Congratulations on your new role', 30, 0.3],
  ['I enjoyed your recent post', 28, 0.2],
  ['We have a contact in common', 24, 0.1],
  ['A question about your team', 18, -0.2],
];

/** One lead with a score that its features explain in part, and an outcome drawn from that score. */
export function simulateLead(random: Random, when: 'reference' | 'production'): SimulatedLead {
  const quality = clamp(Math.round(62 + 16 * random.normal()), 0, 100);
  const engagement = clamp(Math.round((0.55 + 0.18 * random.normal()) * 20) / 20, 0, 1);
  const industries =
    when === 'reference'
      ? INDUSTRIES
      : INDUSTRIES.map(([name, weight, effect]): Category => {
          return [name, CURRENT_INDUSTRY_WEIGHTS.get(name) ?? weight, effect];
        });
  const job = draw(random, JOB_TITLES);
  const industry = draw(random, industries);
  const size = draw(random, COMPANY_SIZES);
  const zone = draw(random, TIME_ZONES);
  const icebreaker = draw(random, ICEBREAKERS);
  const founded = Math.round(2018 - 25 * Math.abs(random.normal()));
  const effects = [job, industry, size, zone, icebreaker].reduce((sum, [, , effect]) => sum + effect, 0);
  const logOdds =
    -0.9 + 1.4 * effects + 0.037 * (quality - 62) + 3.3 * (engagement - 0.55) + 0.1 * random.normal();
  const score = Math.round(10_000 / (1 + Math.exp(-logOdds))) / 10_000;
  const sizeMissing = random.uniform() < 0.08;
  const foundedMissing = random.uniform() < 0.15;
  return {
    input: {
      llm_quality: quality,
      llm_engagement: engagement,
      ...(foundedMissing ? {} : { companyfoundedon: founded }),
      jobtitle: job[0],
      industry: industry[0],
      ...(sizeMissing ? {} : { companysize: size[0] }),
      timezone: zone[0],
      icebreaker: icebreaker[0],
    },
    score,
    engaged: random.uniform() < score,
  };
}

function draw(random: Random, categories: readonly Category[]): Category {
  const total = categories.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const category of categories) {
    left -= category[1];
    if (left < 0) return category;
  }
  return categories[categories.length - 1] ?? ['', 0, 0];
}

const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
