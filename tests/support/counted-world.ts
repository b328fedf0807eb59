import { assembleReport } from '../../src/metrics/assemble.ts';
import type { PreviousReports } from '../../src/pipeline/previous-report.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { DAY_MS } from '../../src/wording/time.ts';
import { NO_OBSERVATIONS } from './case-report.ts';
import { fakeStore } from './fake-store.ts';
import { referenceOf, times } from './metrics-context.ts';

/** One lead of a log: scored at one time by one version, some several times by a client that tries again. */
export interface CountedLead {
  readonly key: string;
  readonly time: number;
  readonly rows: number;
  readonly score: number;
  readonly version: string;
  readonly industry: string;
  readonly employees: number;
  readonly summary: string;
  /** Null where nobody told. */
  readonly engaged: boolean | null;
}

export interface WorldOptions {
  readonly seed?: number;
  readonly leads: number;
  /** Days over which they were scored, up to `now`. */
  readonly days: number;
  readonly now: number;
  /** Standard deviations by which those who engage score higher. Default 1.2. */
  readonly shift?: number;
  /** The same of leads older than so many days. */
  readonly shiftBefore?: { readonly days: number; readonly shift: number };
  /** Share of leads of which an outcome is told, and from which score on. Default all. */
  readonly told?: number;
  readonly toldFrom?: number;
  readonly versions?: readonly string[];
  /** Whether the versions took turns, the last one being the newest. Default: they shared the leads. */
  readonly turns?: boolean;
}

const INDUSTRIES = ['Banking', 'Retail', 'Travel', 'Energy'];

/** The leads of a log, oldest first. */
export function countedLeads(options: WorldOptions): CountedLead[] {
  const { leads, days, now, shift = 1.2, told = 1, toldFrom = 0, versions = ['1.0.0'] } = options;
  const random = seededRandom(options.seed ?? 1);
  return times(leads, (i) => {
    const time = Math.round(now - (1 - (i + 0.37) / leads) * days * DAY_MS);
    const before = options.shiftBefore;
    const own = before !== undefined && now - time > before.days * DAY_MS ? before.shift : shift;
    const engaged = random.uniform() < 0.37;
    const quality = random.normal() + (engaged ? own : 0);
    const score = Math.round(1e6 / (1 + Math.exp(0.9 - quality))) / 1e6;
    const turn = options.turns === true ? i / leads : random.uniform();
    return {
      key: `lead-${i}`,
      time,
      rows: random.uniform() < 0.2 ? 2 + random.below(4) : 1,
      score,
      version: versions[Math.floor(turn * versions.length)] ?? '',
      industry: INDUSTRIES[random.below(INDUSTRIES.length)] ?? '',
      employees: Math.round(20 * Math.exp(2 + quality + 0.3 * random.normal())),
      summary: `${random.uniform() < 0.5 ? 'sales' : 'data'} lead of the ${random.below(4) < 1 ? 'north' : 'south'} with experience`,
      engaged: score >= toldFrom && random.uniform() < told ? engaged : null,
    };
  });
}

/** The leads of the reference, whose outcomes are all known. */
export const referenceLeads = (now: number): CountedLead[] =>
  countedLeads({ seed: 77, leads: 403, days: 40, now: now - 90 * DAY_MS });

interface Counted {
  readonly now: number;
  /** Days. */
  readonly window: number;
  readonly maturityDays: number;
  /** When the model was made, ISO 8601. Default: not known. */
  readonly trainedAt?: string | undefined;
}

/** How many leads there are of each kind that a report may count. */
export function exactCounts(
  leads: readonly CountedLead[],
  { now, window, maturityDays, trainedAt }: Counted,
): Set<number> {
  const inWindow = (lead: CountedLead): boolean => lead.time > now - window * DAY_MS;
  const known = (lead: CountedLead): boolean => lead.engaged !== null && lead.time + OUTCOME_MS <= now;
  const mature = (lead: CountedLead): boolean => known(lead) && lead.time <= now - maturityDays * DAY_MS;
  const trained = trainedAt === undefined ? now : Date.parse(trainedAt);
  const among = [
    () => true,
    inWindow,
    known,
    mature,
    (lead: CountedLead) => known(lead) && inWindow(lead),
    (lead: CountedLead) => known(lead) && lead.time + OUTCOME_MS > trained,
  ];
  const having = [
    () => true,
    (lead: CountedLead) => lead.engaged === true,
    (lead: CountedLead) => lead.score > 0.5,
    ...INDUSTRIES.map((industry) => (lead: CountedLead) => lead.industry === industry),
    ...new Set(leads.map(({ version }) => version)),
  ];
  return new Set(
    among.flatMap((one) =>
      having.map((other) => {
        const has = typeof other === 'string' ? (lead: CountedLead) => lead.version === other : other;
        return leads.filter((lead) => one(lead) && has(lead)).length;
      }),
    ),
  );
}

/** Outcomes were known so long after the prediction. */
export const OUTCOME_MS = 2.3 * DAY_MS;

interface WorldReport {
  readonly now: number;
  readonly policy?: object;
  /** When the model was made; default not known. */
  readonly trainedAt?: string;
  /** Whether the reference has scores of a model that had not seen it. Default false. */
  readonly scoredReference?: boolean;
  /** Reports before this one. Default none. */
  readonly earlier?: PreviousReports;
}

/** The report of these leads. */
export function worldReport(leads: readonly CountedLead[], options: WorldReport): Promise<Report> {
  const { now } = options;
  const before = referenceLeads(now);
  const data = {
    predictions: leads.flatMap(({ key, rows, time, score, version, industry, employees, summary }) =>
      times(rows, (row) => ({
        time: time + row * 1_717,
        score,
        modelVersion: version,
        lead: key,
        input: { lead: key, industry, employees, summary },
      })),
    ),
    requests: leads.map(({ time }) => ({ time })),
    reference: {
      industry: before.map(({ industry }) => industry),
      employees: before.map(({ employees }) => employees),
      summary: before.map(({ summary }) => summary),
    },
  };
  const known = leads.flatMap(({ key, engaged, time }) =>
    engaged === null || time + OUTCOME_MS > now ? [] : [{ key, engaged, time: time + OUTCOME_MS }],
  );
  const scores = before.map(({ score }) => score);
  return assembleReport({
    store: fakeStore(data),
    reference: {
      ...referenceOf(data),
      ...(options.scoredReference === true ? { scores, outcomes: before.map(({ engaged }) => engaged) } : {}),
    },
    outcomes: {
      present: true,
      location: 'outcomes.csv',
      // Some rows are of leads that nobody scored.
      rows: known.length + 61,
      rejected: 0,
      reasons: [],
      keyColumn: 'lead',
      outcomes: known,
    },
    observations: {
      ...NO_OBSERVATIONS,
      modelMetadata:
        options.trainedAt === undefined ? null : { version: '1.0.0', trainedAt: options.trainedAt },
    },
    referenceScores:
      options.scoredReference === true
        ? { source: 'reference-column', values: scores, description: 'The column score.' }
        : { source: 'none', reason: 'There is none.' },
    policy: policySchema.parse(options.policy ?? {}),
    now,
    id: new Date(now).toISOString().slice(0, 10),
    simulated: false,
    software: { name: 'test', version: '0.0.0' },
    previous: options.earlier?.previous ?? null,
    runs: options.earlier?.runs ?? [],
    reporter: silentReporter,
  });
}
