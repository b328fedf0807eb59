import { expect, test } from 'vitest';
import { NO_OUTCOMES, NOW, referenceOf, testContext, times } from '../../../tests/support/metrics-context.ts';
import { segmentsSchema } from '../../report/schema/segments.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { areaUnderCurve } from '../../stats/performance/auc.ts';
import { DAY_MS } from '../../wording/time.ts';
import { driftSection } from '../drift/index.ts';
import { performanceSection } from '../performance/section.ts';
import { segmentsSection } from './section.ts';

interface World {
  readonly leads?: number;
  /** Leads of Media engage less than their scores say. */
  readonly fault?: boolean;
  readonly outcomes?: boolean;
  readonly policy?: Record<string, unknown>;
}

const INDUSTRIES = ['Software', 'Media', 'Retail', 'Finance'];
const DAYS = 60;

function draw(random: ReturnType<typeof seededRandom>, fault: boolean) {
  const industry = INDUSTRIES[random.below(4)] ?? '';
  const founded = 1990 + random.below(35);
  const score = 1 / (1 + Math.exp(0.6 - 0.8 * random.normal()));
  const chance = fault && industry === 'Media' ? score * 0.4 : score;
  return { industry, founded, score, engaged: random.uniform() < chance };
}

async function world({ leads = 1_500, fault = true, outcomes = true, policy = {} }: World = {}) {
  const random = seededRandom(4);
  const made = times(leads, (i) => ({
    ...draw(random, fault),
    lead: `lead-${i}`,
    time: NOW - DAYS * DAY_MS + ((i + 1) / leads) * DAYS * DAY_MS,
  }));
  const before = times(400, () => draw(random, false));
  const reference = {
    industry: before.map(({ industry }) => industry),
    founded: before.map(({ founded }) => founded),
  };
  const predictions = made.map(({ lead, industry, founded, score, time }) => ({
    time,
    score,
    modelVersion: '1',
    input: { lead, industry, founded },
  }));
  const context = await testContext(
    { predictions, reference },
    {
      window: { days: 14 },
      outcomes: { keyColumn: 'lead', maturityDays: 7 },
      drift: { multivariate: false, features: { lead: { ignore: true } } },
      ...policy,
    },
  );
  const rows = made.map(({ lead, engaged, time }) => ({ key: lead, engaged, time: time + 2 * DAY_MS }));
  const data = outcomes
    ? { ...NO_OUTCOMES, present: true, rows: rows.length, keyColumn: 'lead', outcomes: rows }
    : NO_OUTCOMES;
  const referenceData = {
    ...referenceOf({ reference }),
    scores: before.map(({ score }) => score),
    outcomes: before.map(({ engaged }) => engaged),
  };
  const drift = await driftSection(context, referenceData, silentReporter);
  const performance = await performanceSection(context, { data, reference: null, previous: null });
  const scores = { source: 'reference-column' as const, values: referenceData.scores, description: '' };
  const inputs = { data, reference: referenceData, scores, drift, performance };
  const found = segmentsSchema.parse(await segmentsSection(context, inputs));
  const mature = made.filter(({ time }) => time <= NOW - 7 * DAY_MS);
  return { found, made, mature, before };
}

test('names the segment that engages less than its scores say, with its numbers', async () => {
  const { found, mature } = await world();
  expect(found).toMatchObject({ status: 'yellow', reason: null, queries: 1, notes: [] });
  const [worst, ...others] = found.weakest;
  expect(others).toEqual([]);
  expect(worst?.where).toEqual([{ feature: 'industry', value: 'Media' }]);
  const media = mature.filter(({ industry }) => industry === 'Media');
  const rate = media.filter(({ engaged }) => engaged).length / media.length;
  expect(worst).toMatchObject({ figure: 'rate', n: media.length - (media.length % 5) });
  expect(worst?.realised).toBeCloseTo(rate, 3);
  expect(worst?.predicted).toBeCloseTo(media.reduce((sum, { score }) => sum + score, 0) / media.length, 3);
  expect(worst?.gap).toBeLessThan(-0.1);
  expect(worst?.p).toBeLessThan(0.05);
});

test('names none where all engage as their scores say', async () => {
  const { found } = await world({ fault: false });
  expect(found).toMatchObject({ status: 'green', weakest: [] });
  expect(found.tested).toBeGreaterThanOrEqual(7);
});

test('shows each value of a feature: leads, shares, shift and quality, counted independently', async () => {
  const { found, made, mature, before } = await world();
  const table = found.features.find(({ feature }) => feature === 'industry');
  expect(table?.segments.map(({ value }) => value).sort()).toEqual([...INDUSTRIES].sort());
  const inWindow = made.filter(({ time }) => time > NOW - 14 * DAY_MS);
  for (const row of table?.segments ?? []) {
    const own = <T extends { readonly industry: string }>(rows: readonly T[]): T[] =>
      rows.filter(({ industry }) => industry === row.value);
    const mean = (rows: readonly { readonly score: number }[]) =>
      rows.reduce((sum, { score }) => sum + score, 0) / rows.length;
    const now = own(inWindow);
    const labelled = own(mature);
    expect(row.leads).toBe(Math.floor(now.length / 5) * 5);
    expect(Math.abs(row.share - now.length / inWindow.length)).toBeLessThan(0.02);
    expect(Math.abs((row.referenceShare ?? 0) - own(before).length / 400)).toBeLessThan(0.02);
    expect(row.meanScore).toBeCloseTo(mean(now), 2);
    expect(row.scoreShift).toBeCloseTo(mean(now) - mean(own(before)), 2);
    expect(row.actual).toBeCloseTo(labelled.filter(({ engaged }) => engaged).length / labelled.length, 2);
    const auc = areaUnderCurve(
      labelled.map(({ score }) => score),
      labelled.map(({ engaged }) => (engaged ? 1 : 0)),
    )?.auc;
    expect(row.rocAuc).toBeCloseTo(auc ?? -1, 2);
    const top = labelled.toSorted((a, b) => b.score - a.score).slice(0, Math.ceil(labelled.length / 10));
    expect(row.precisionTop).toBeCloseTo(top.filter(({ engaged }) => engaged).length / top.length, 2);
    const held = labelled.filter(({ score }) => row.threshold !== null && score >= row.threshold - 0.0006);
    if (row.threshold === null) expect(row.value).toBe('Media');
    else expect(held.filter(({ engaged }) => engaged).length / held.length).toBeGreaterThan(0.57);
  }
});

test('splits the change of the rate into mix and within, which add up', async () => {
  const { found, mature, before } = await world();
  expect(found.mixAgainst).toBe('reference');
  const rate = (rows: readonly { readonly engaged: boolean }[]) =>
    rows.filter(({ engaged }) => engaged).length / rows.length;
  for (const { mix, within, total } of found.mix) {
    expect(mix + within).toBeCloseTo(total, 9);
    expect(total).toBeCloseTo(rate(mature) - rate(before), 2);
  }
  expect(found.mix.map(({ feature }) => feature).sort()).toEqual(['founded', 'industry']);
});

test('cuts declared features where the policy says, first, and says which it does not know', async () => {
  const segments = [{ feature: 'founded', cuts: [2000, 2015] }, 'industri'];
  const { found } = await world({ policy: { segments } });
  expect(found.features[0]).toMatchObject({ feature: 'founded', declared: true });
  expect(found.features[0]?.segments.map(({ value }) => value)).toEqual([
    'below 2000',
    '2000 to below 2015',
    '2015 or more',
  ]);
  expect(found.notes).toEqual([
    'The policy’s segments name industri, which is no input of the log; did you mean industry?',
  ]);
});

test('says in a line why there are none', async () => {
  const without = await world({ outcomes: false });
  expect(without.found).toMatchObject({
    status: 'unknown',
    reason: 'Not judged: there are no outcomes (OUTCOMES_PATH).',
    features: [],
    queries: 0,
  });
  const few = await world({ leads: 100 });
  expect(few.found).toMatchObject({ status: 'unknown', features: [], weakest: [] });
  expect(few.found.reason).toMatch(/^85 mature outcomes of this model version; .* from 100 on\.$/);
});
