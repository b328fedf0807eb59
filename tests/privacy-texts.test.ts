import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/wording/time.ts';
import { countedLeads, exactCounts, type WorldOptions, worldReport } from './support/counted-world.ts';
import { EXACT_ON_PURPOSE } from './support/declared-counts.ts';
import { numbersIn, timesIn } from './support/numbers-in-text.ts';

const K = 5;
const WINDOW_DAYS = 7;
const NOW = Date.parse('2026-02-20T12:00:00Z');

interface World extends Partial<WorldOptions> {
  readonly maturityDays?: number | null;
  readonly policy?: { readonly outcomes?: object; readonly [key: string]: object | undefined };
  readonly trainedAt?: string;
  readonly scoredReference?: boolean;
  /** What some text of the report must say, so that the world is what it is called. */
  readonly says: RegExp;
}

const HOLDOUT = { reference: { scores: 'holdout' } };

/** Each takes another sentence of what is judged of leads. */
const WORLDS: Readonly<Record<string, World>> = {
  'a model that ranks, with a holdout reference': {
    scoredReference: true,
    policy: HOLDOUT,
    leads: 4_013,
    says: /Outcomes are what the scores foretell|Accuracy: no fall/,
  },
  'a model that fell': {
    leads: 6_013,
    days: 80,
    shift: 0.4,
    shiftBefore: { days: 30, shift: 2 },
    policy: { performance: { baselineOutcomes: 1_000 } },
    says: /fell by/,
  },
  'a model that ranks nobody': {
    leads: 6_013,
    shift: 0,
    says: /does not rank leads better than chance|lost most of its ranking/,
  },
  'outcomes of leads with high scores alone': { leads: 3_013, toldFrom: 0.45, says: /among contacted leads/ },
  'few outcomes': {
    leads: 1_013,
    told: 0.08,
    policy: { outcomes: { minimumRows: 150 } },
    says: /more mature outcomes are needed/,
  },
  'no mature outcome': { leads: 213, days: 3, says: /mature/ },
  'outcomes too few for a baseline': { leads: 413, says: /make no baseline yet/ },
  'a baseline too small': {
    leads: 1_213,
    policy: { performance: { baselineOutcomes: 217 } },
    says: /too small to judge|Too few outcomes to judge/,
  },
  'versions that shared the leads': {
    leads: 3_013,
    versions: ['1.0.0', '2.0.0'],
    says: /Both scored leads at the same time/,
  },
  'versions of which one has few outcomes': {
    leads: 2_013,
    told: 0.03,
    versions: ['1.0.0', '2.0.0'],
    says: /Too few mature outcomes so far/,
  },
  'versions that took turns': {
    leads: 2_013,
    days: 9,
    turns: true,
    versions: ['1.0.0', '2.0.0'],
    scoredReference: true,
    policy: HOLDOUT,
    says: /in use since/,
  },
  'leads labelled since training': {
    leads: 2_013,
    trainedAt: '2026-01-15T00:00:00Z',
    says: /labelled leads since/,
  },
};

/** Numbers that the texts of a report say, each with its text. */
function numbersTold(value: unknown, path = ''): { readonly text: string; readonly number: number }[] {
  if (typeof value === 'string')
    return numbersIn(value).map((number) => ({ text: `${path}: ${value}`, number }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    numbersTold(item, path === '' ? key : `${path}.${key}`),
  );
}

/** Counts of predictions, requests and rows, which may be told. */
function rowsOf(value: unknown, path = ''): number[] {
  if (typeof value === 'number') return isTraffic(path) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    rowsOf(item, Array.isArray(value) ? `${path}[]` : path === '' ? key : `${path}.${key}`),
  );
}

const traffic = Object.values(EXACT_ON_PURPOSE).flat();
const isTraffic = (path: string): boolean =>
  traffic.some((declared) =>
    new RegExp(`^${declared.replace(/[.[\]]/g, '\\$&').replaceAll('*', '[^.]+')}$`).test(path),
  );

describe.each(Object.entries(WORLDS))('%s', (_, world) => {
  const { says, maturityDays = 10, policy = {}, trainedAt, scoredReference, ...made } = world;
  const leads = countedLeads({ leads: 1_013, days: 60, now: NOW, ...made });
  const own = {
    ...policy,
    outcomes: { keyColumn: 'lead', maturityDays, ...policy.outcomes },
  };
  const options = {
    now: NOW,
    ...(trainedAt === undefined ? {} : { trainedAt }),
    ...(scoredReference === undefined ? {} : { scoredReference }),
  };

  test('no exact count of leads is told, as a number or in words', async () => {
    const report = await worldReport(leads, { ...options, policy: own });
    const { performance, ranking, modelVersions, segments, retraining, diagnosis, scores } = report;
    const judged = [
      ...[performance?.reason, ranking?.reason, segments?.reason, scores.p50.reason],
      ...(modelVersions ?? []).flatMap(({ reason, basis }) => [reason, ...basis]),
      ...retraining.triggers.map(({ explanation }) => explanation),
      ...diagnosis.reasoning,
    ].join('\n');
    expect(judged).toMatch(says);
    // A limit that is met by chance is no count.
    const limits = [...Object.values(report.policy), ...report.alerts.map(({ threshold }) => threshold)];
    const rows = new Set<unknown>([...rowsOf(report), ...limits]);
    const exact = [
      ...exactCounts(leads, { now: NOW, window: WINDOW_DAYS, maturityDays: maturityDays ?? 0, trainedAt }),
    ].filter((count) => count > 31 && count % K !== 0 && !rows.has(count));
    expect(exact.length).toBeGreaterThan(3);
    const { policy: _, ...rest } = report;
    const told = numbersTold(rest).filter(({ number }) => exact.includes(number));
    expect(told.map(({ text, number }) => `${number} in ${text}`)).toEqual([]);
  });

  test.each([
    ['minute', MINUTE_MS],
    ['hour', HOUR_MS],
    ['hidden', DAY_MS],
  ] as const)('with times by the %s no finer time is told', async (predictionTimes, unit) => {
    const slow = { alerts: { 'slow-inference': { threshold: 0.5 } } };
    const report = await worldReport(leads, {
      ...options,
      policy: { ...own, ...slow, privacy: { predictionTimes } },
    });
    const { policy: _, ...rest } = report;
    // The report is of noon, and so are its windows, weeks and days.
    const times = timesIn(JSON.stringify(rest)).filter(
      (time) => time % unit !== 0 && (NOW - time) % HOUR_MS !== 0,
    );
    expect(times.map((time) => new Date(time).toISOString())).toEqual([]);
    expect(report.alerts.find(({ id }) => id === 'slow-inference')?.episodes.length).toBeGreaterThan(0);
    const sliding = report.alerts.filter(({ id }) => ['slow-inference', 'high-error-rate'].includes(id));
    for (const { start, end } of sliding.flatMap(({ episodes }) => episodes)) {
      expect(Date.parse(start) % unit).toBe(0);
      expect(Date.parse(end) % unit === 0 || Date.parse(end) === NOW).toBe(true);
      expect(Date.parse(end)).toBeGreaterThan(Date.parse(start));
    }
  });
});
