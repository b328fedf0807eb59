import { expect, test } from 'vitest';
import { NO_OUTCOMES, NOW, testContext, times } from '../../../tests/support/metrics-context.ts';
import { rankingSectionSchema } from '../../report/schema/ranking.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { DAY_MS } from '../../wording/time.ts';
import { performanceSection } from '../performance/section.ts';
import { rankingSection } from './section.ts';

interface World {
  readonly leads: number;
  /** Standard deviations by which those who engage score higher. */
  readonly shift?: number;
  readonly rate?: number;
  readonly contacted?: (score: number) => boolean;
  readonly outcomes?: boolean;
  /** Share of all leads that were contacted at random. */
  readonly explored?: number;
  readonly policy?: Record<string, unknown>;
}

const DAYS = 60;

async function section({ leads, shift = 1.5, rate = 0.3, contacted = () => true, ...world }: World) {
  const { normal, uniform } = seededRandom(9);
  const draw = () => {
    const engaged = uniform() < rate;
    return { engaged, score: 1 / (1 + Math.exp(1.4 - 1.2 * (normal() + (engaged ? shift : 0)))) };
  };
  const made = times(leads, (i) => ({
    ...draw(),
    key: `lead-${i}`,
    time: NOW - DAYS * DAY_MS + (i / leads) * DAYS * DAY_MS,
  }));
  const reference = times(2_000, draw);
  const context = await testContext(
    {
      predictions: made.map(({ key, time, score }) => ({
        time,
        score,
        modelVersion: '1',
        input: { lead: key },
      })),
    },
    {
      window: { days: 14 },
      outcomes: { keyColumn: 'lead', maturityDays: 7 },
      reference: { scores: 'holdout' },
      ...world.policy,
    },
  );
  const outcomes = made.flatMap(({ key, engaged, time, score }) => {
    const explored = world.explored !== undefined && uniform() < world.explored;
    if (!contacted(score) && !explored) return [];
    return [{ key, engaged, time: time + 3 * DAY_MS, ...(explored ? { explored } : {}) }];
  });
  const present = world.outcomes ?? true;
  const data = { ...NO_OUTCOMES, present, rows: outcomes.length, keyColumn: 'lead', outcomes };
  const inputs = {
    data: present ? data : NO_OUTCOMES,
    reference: {
      scores: reference.map(({ score }) => score),
      labels: reference.map(({ engaged }) => (engaged ? 1 : 0)),
    },
  };
  const performance = await performanceSection(context, { ...inputs, previous: null });
  const found = await rankingSection(context, { ...inputs, performance });
  return { found: rankingSectionSchema.parse(found), performance };
}

const judged = (rows: Awaited<ReturnType<typeof section>>['found']['rows'], source: string) =>
  rows.find((row) => row.k === 0.1 && row.source === source);

test('a good ranking is healthy: realised, estimated and baseline agree, in the window of performance', async () => {
  const { found, performance } = await section({ leads: 4_000 });
  expect(found).toMatchObject({ status: 'green', reason: null, population: 'all' });
  expect(found.window).toEqual(performance.realised?.window);
  expect(found.leads).toBe(performance.realised?.n);
  const [real, expected, before] = ['realised', 'estimated', 'baseline'].map((side) =>
    judged(found.rows, side),
  );
  for (const row of [real, expected, before]) {
    expect(row?.precision.value).toBeGreaterThan(0.65);
    expect(row?.lift?.value).toBeGreaterThan(2);
    expect(row?.recall?.value).toBeCloseTo(((row?.lift?.value ?? 0) * found.leads * 0.1) / found.leads, 2);
  }
  expect(found.deciles[0]?.realised?.value).toBeGreaterThan(found.deciles[9]?.realised?.value ?? 1);
  expect(found.weeks.some(({ mature }) => !mature)).toBe(true);
  expect(found.target?.perWeek).toBeGreaterThan(30);
});

test('a ranking of chance is red, surely below the stop', async () => {
  const { found } = await section({ leads: 6_000, shift: 0 });
  expect(found.status).toBe('red');
  expect(judged(found.rows, 'realised')?.precision.interval[1]).toBeLessThan(0.5);
  expect(judged(found.rows, 'realised')?.lift?.value).toBeLessThan(1.4);
});

test('where only the top was contacted, precision is known and recall, lift and gains are not', async () => {
  const { found } = await section({ leads: 6_000, contacted: (score) => score > 0.5 });
  expect(found.population).toBe('contacted');
  expect(judged(found.rows, 'realised')).toMatchObject({ recall: null, lift: null });
  expect(judged(found.rows, 'realised')?.precision.value).toBeGreaterThan(0.65);
  expect(found.gains.every(({ realised }) => realised === null)).toBe(true);
  expect(found.gains.some(({ estimated }) => estimated !== null)).toBe(true);
  expect(found.deciles.at(-1)?.realised).toBeNull();
  expect(found.status).toBe('green');
});

test('leads contacted at random tell lift and recall of the judged top where the others were contacted by score', async () => {
  const top = (score: number): boolean => score > 0.5;
  const { found } = await section({ leads: 12_000, contacted: top, explored: 0.15 });
  const whole = await section({ leads: 12_000 });
  const [some, all] = [judged(found.rows, 'realised'), judged(whole.found.rows, 'realised')];
  expect(found.population).toBe('contacted');
  expect(some?.lift?.interval[0]).toBeLessThan(all?.lift?.value ?? 0);
  expect(some?.lift?.interval[1]).toBeGreaterThan(all?.lift?.value ?? 9);
  expect(found.rows.filter(({ source, lift }) => source === 'realised' && lift !== null)).toHaveLength(1);
  expect(found.gains.every(({ realised }) => realised === null)).toBe(true);
});

test('where the top itself lacks outcomes, nothing is judged and it is said', async () => {
  const { found } = await section({ leads: 6_000, contacted: (score) => score < 0.7 });
  expect(judged(found.rows, 'realised')).toBeUndefined();
  expect(found).toMatchObject({
    status: 'unknown',
    reason: expect.stringMatching(/of the top 10 % have an outcome/),
  });
});

test('without outcomes the scores alone foretell the top, where the reference can be a baseline', async () => {
  const { found } = await section({ leads: 2_000, outcomes: false });
  expect(found.status).toBe('unknown');
  expect(found.reason).toContain('OUTCOMES_PATH');
  expect(judged(found.rows, 'estimated')?.precision.value).toBeGreaterThan(0.65);
  expect(judged(found.rows, 'realised')).toBeUndefined();
});

test('without outcomes or a baseline there is one line and no row', async () => {
  const { found } = await section({
    leads: 300,
    outcomes: false,
    policy: { reference: { scores: 'training' } },
  });
  expect(found).toMatchObject({
    status: 'unknown',
    rows: [],
    gains: [],
    deciles: [],
    weeks: [],
    target: null,
  });
  expect(found.reason).toContain('OUTCOMES_PATH');
});

test('no part of fewer labelled leads than k is published', async () => {
  const { found } = await section({
    leads: 400,
    policy: { privacy: { k: 20 }, ranking: { top: [0.05, 0.2] } },
  });
  for (const { n } of found.rows.filter(({ source }) => source === 'realised')) {
    expect(n).toBeGreaterThanOrEqual(20);
  }
});
