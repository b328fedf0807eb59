import { expect, test } from 'vitest';
import { NO_OUTCOMES, NOW, testContext } from '../../../tests/support/metrics-context.ts';
import { scoredByBoth } from '../../../tests/support/version-worlds.ts';
import { modelVersionsSchema } from '../../report/schema/model-versions.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { DAY_MS } from '../../wording/time.ts';
import { modelVersionsSection } from './section.ts';

interface World {
  readonly leads?: number;
  readonly noise?: readonly [number, number];
  /** Whether a lead gets the second version; a shadow scores all. */
  readonly second:
    | ((lead: { readonly i: number; readonly size: number; readonly coin: number }) => boolean)
    | 'shadow';
  readonly outcomes?: boolean;
  /** Shadow scores stand in a log of their own. */
  readonly ownLog?: boolean;
  readonly policy?: Record<string, unknown>;
}

const DAYS = 60;

async function section({
  leads = 1_600,
  noise = [0.5, 0.5],
  second,
  outcomes = true,
  ownLog = false,
  policy = {},
}: World) {
  const random = seededRandom(31);
  const shared = scoredByBoth({ leads, noise }, random);
  const predictions = shared.map(({ first, second: other }, i) => {
    const time = NOW - DAYS * DAY_MS + ((i + 1) / leads) * DAYS * DAY_MS;
    const size = random.uniform();
    const lead = { i, size, coin: random.uniform() };
    const shadow = second === 'shadow';
    const isSecond = !shadow && second(lead);
    return {
      time,
      score: isSecond ? other.score : first.score,
      modelVersion: isSecond ? '0.5.0' : '0.4.0',
      input: { lead: `lead-${i}`, size, industry: size > 0.6 ? 'software' : 'retail' },
      ...(shadow && !ownLog ? { shadow: { '0.5.0': other.score } } : {}),
    };
  });
  const context = await testContext(
    { predictions },
    { window: { days: 14 }, outcomes: { keyColumn: 'lead', maturityDays: 7 }, ...policy },
  );
  const rows = shared.map(({ first }, i) => ({
    key: `lead-${i}`,
    engaged: first.label === 1,
    time: (predictions[i]?.time ?? 0) + 3 * DAY_MS,
  }));
  const data = { ...NO_OUTCOMES, present: true, rows: leads, keyColumn: 'lead', outcomes: rows };
  const shadowLog = shared.map(({ second: other }, i) => ({
    key: `lead-${i}`,
    version: '0.5.0',
    time: predictions[i]?.time ?? 0,
    score: other.score,
  }));
  const later = { key: 'lead-0', version: '0.6.0', time: NOW + 1, score: 0.5 };
  const inUse = shadowLog.map((row) => ({ ...row, version: '0.4.0' }));
  const found = await modelVersionsSection(
    context,
    outcomes ? data : { ...NO_OUTCOMES, present: true, keyColumn: 'lead' },
    ownLog ? [...shadowLog, ...inUse, later] : undefined,
  );
  return modelVersionsSchema.parse(found);
}

test('one version, or a second one of a few leads, is no pair', async () => {
  expect(await section({ second: () => false })).toEqual([]);
  expect(await section({ second: ({ i }) => i > 1_580 })).toEqual([]);
});

test('leads shared out by a coin are compared, and what it rests on is said', async () => {
  const [pair, ...others] = await section({
    leads: 4_000,
    noise: [1.6, 0.2],
    second: ({ coin }) => coin < 0.4,
  });
  expect(others).toEqual([]);
  expect(pair).toMatchObject({
    first: { version: '0.4.0', shadow: false },
    second: { version: '0.5.0', shadow: false },
    design: 'split',
    recommended: 'second',
    reason: null,
    needed: null,
    sameLeads: null,
  });
  expect(pair?.basis.join(' ')).toContain('2 inputs cannot tell');
  expect(pair?.first.quantiles.map(({ p }) => p)).toEqual([0.1, 0.25, 0.5, 0.75, 0.9]);
  expect(pair?.labelled).toBeGreaterThan(3_000);
});

test('a canary that only chosen leads got is not compared', async () => {
  const [pair] = await section({
    leads: 4_000,
    noise: [1.6, 0.2],
    second: ({ size, coin }) => size > 0.6 && coin < 0.5,
  });
  expect(pair).toMatchObject({ design: 'none', rocAuc: null, precision: null, recommended: null });
  expect(pair?.reason).toContain('Not compared: their inputs tell which version scored them');
});

test('versions that took turns or followed each other are not compared', async () => {
  const [turns] = await section({ second: ({ i }) => Math.floor(i / 80) % 2 === 1 });
  expect(turns).toMatchObject({ design: 'none', recommended: null });
  expect(turns?.reason).toContain('took turns');
  const [followed] = await section({ second: ({ i }) => i > 1_450 });
  expect(followed).toMatchObject({ design: 'none', recommended: null });
  expect(followed?.reason).toContain('at the same time');
});

test('a shadow is compared on the same leads, with what it makes of them', async () => {
  const [pair] = await section({ noise: [1.6, 0.2], second: 'shadow' });
  expect(pair).toMatchObject({
    design: 'paired',
    second: { version: '0.5.0', shadow: true },
    recommended: 'second',
  });
  expect(pair?.confidence).toBe(0.975);
  expect(pair?.rocAuc?.interval[0]).toBeGreaterThan(0);
  expect(pair?.sameLeads?.n).toBe(pair?.second.leads);
  expect(pair?.sameLeads?.topInCommon).toBeLessThan(0.8);
});

test('shadow scores of a log of their own give what those beside the prediction give', async () => {
  const world: World = { noise: [1.6, 0.2], second: 'shadow' };
  expect(await section({ ...world, ownLog: true })).toEqual(await section(world));
});

test('equal versions get no recommendation but the number of outcomes that would tell', async () => {
  const [pair] = await section({ leads: 600, second: 'shadow' });
  expect(pair).toMatchObject({ design: 'paired', recommended: null });
  expect(pair?.reason).toBe('No interval of a difference excludes zero.');
  expect(pair?.needed).toBeGreaterThan(0);
});

test('before the first outcome the scores of the same leads are all that is said; versions may be kept back', async () => {
  const [pair] = await section({
    second: 'shadow',
    outcomes: false,
    policy: { privacy: { modelVersions: false } },
  });
  expect(pair).toMatchObject({
    design: 'none',
    first: { version: null },
    second: { version: null },
    reason: 'Not compared: no outcome of a lead that they scored is known.',
  });
  expect(pair?.sameLeads?.n).toBeGreaterThan(300);
});

test('a version that scored fewer leads than may be told is not told', async () => {
  expect(await section({ second: ({ i }) => i % 2 === 0, policy: { privacy: { k: 400 } } })).toEqual([]);
});
