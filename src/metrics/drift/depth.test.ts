import { describe, expect, test } from 'vitest';
import type { FakeData } from '../../../tests/support/fake-store.ts';
import { exact, NOW, referenceOf, testContext, times } from '../../../tests/support/metrics-context.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { DAY_MS, isoTime } from '../../wording/time.ts';
import { driftSection } from './index.ts';

type Row = Readonly<Record<string, string | number | null>>;

const drift = async (data: FakeData, policy: object = {}) =>
  driftSection(await testContext(data, exact(policy)), referenceOf(data), silentReporter);

/** Thirty rows on each day of the window, each made from the day's index and a random number. */
function daily(make: (day: number, u: number, i: number) => Row): FakeData['predictions'] {
  const random = seededRandom(7);
  return times(210, (i) => {
    const time = NOW - 7 * DAY_MS + (i + 1) * (DAY_MS / 30);
    const day = Math.floor((time - (NOW - 7 * DAY_MS)) / DAY_MS);
    return { time, input: make(day, random.uniform(), i) };
  });
}

const uniform = (n: number): number[] => {
  const random = seededRandom(3);
  return times(n, () => random.uniform());
};

describe('over time', () => {
  test('tests each day against the whole reference and leaves out days without rows', async () => {
    const predictions = daily((_, u) => ({ x: u }))?.filter(
      (row) => Math.floor(row.time / DAY_MS) !== Math.floor((NOW - 3 * DAY_MS) / DAY_MS),
    );
    const { features } = await drift({ reference: { x: uniform(200) }, predictions: predictions ?? [] });
    const days = features[0]?.overTime ?? [];
    expect(days.map((day) => day.start)).not.toContain('2026-02-17T00:00:00Z');
    expect(days).toHaveLength(7);
    for (const day of days) expect(Date.parse(day.end) - Date.parse(day.start)).toBe(DAY_MS);
    expect(days.reduce((sum, day) => sum + day.n, 0)).toBe(predictions?.length);
    for (const day of days) expect(day.p).toBeGreaterThan(0.001);
  });

  test('gives no statistic for a handful of rows', async () => {
    const predictions = [...times(9, () => ({ time: NOW, input: { x: 1.5 } }))];
    const { features } = await drift({ reference: { x: uniform(200) }, predictions });
    expect(features[0]?.overTime).toMatchObject([{ n: 9, statistic: null, p: null }]);
  });

  test('finds the day on which a drift began', async () => {
    const predictions = daily((day, u) => ({ x: day >= 4 ? u + 0.6 : u })) ?? [];
    const { features } = await drift({ reference: { x: uniform(300) }, predictions });
    const [feature] = features;
    expect(feature?.status).toBe('drifted');
    const began = Date.parse(feature?.began?.at ?? '');
    const truth = NOW - 3 * DAY_MS;
    expect(Math.abs(began - truth)).toBeLessThanOrEqual(DAY_MS);
    expect(feature?.began?.explanation).toContain(isoTime(began).slice(0, 10));
    expect(Date.parse(feature?.began?.from ?? '')).toBeLessThanOrEqual(began);
    expect(Date.parse(feature?.began?.to ?? '')).toBeGreaterThanOrEqual(began);
  });

  test('names no day where the drift was there all along, or there is none', async () => {
    const always = await drift({
      reference: { x: uniform(300) },
      predictions: daily((_, u) => ({ x: u + 0.6 })) ?? [],
    });
    expect(always.features[0]).toMatchObject({ status: 'drifted', began: null });
    const never = await drift({
      reference: { x: uniform(300) },
      predictions: daily((_, u) => ({ x: u })) ?? [],
    });
    expect(never.features[0]).toMatchObject({ status: 'stable', began: null });
  });
});

describe('power', () => {
  test('names the smallest shift on the scale of the effect, smaller with more rows', async () => {
    const minimum = async (n: number) => {
      const reference = { x: uniform(n), c: times(n, (i) => 'abc'[i % 3] ?? '') };
      const predictions = times(n, (i) => ({ time: NOW, input: { x: i / n, c: 'abc'[i % 3] ?? '' } }));
      const { features } = await drift({ reference, predictions }, { drift: { multivariate: false } });
      return new Map(features.map((feature) => [feature.name, feature.power]));
    };
    const [few, many] = [await minimum(50), await minimum(500)];
    expect(few.get('x')?.effect).toBe('KS D');
    expect(few.get('c')?.effect).toBe("Cramér's V");
    for (const name of ['x', 'c']) {
      expect(many.get(name)?.minimumDetectable).toBeLessThan(few.get(name)?.minimumDetectable ?? 0);
    }
    // w = √(λ / n) with λ = 9.6347 for 2 degrees of freedom, α = 0.05, power 0.8 (Cohen 1988, table 9.3.2).
    expect(many.get('c')?.minimumDetectable).toBeCloseTo(Math.sqrt(9.6347 / 1_000), 3);
  });

  test('is unknown for a feature that was not tested', async () => {
    const { features } = await drift({
      reference: { x: [1, 2] },
      predictions: [{ time: NOW, input: { x: 1 } }],
    });
    expect(features[0]?.power).toBeNull();
  });
});

describe('rows as a whole', () => {
  const paired = (agree: boolean) =>
    times(200, (i) => ({ x: i % 2 === 0 ? 'a' : 'b', y: (i % 2 === 0) === agree ? 'c' : 'd' }));

  test('move when features go together differently, though none of them moved', async () => {
    const reference = paired(true);
    const { features, multivariate } = await drift({
      reference: { x: reference.map((row) => row.x), y: reference.map((row) => row.y) },
      predictions: paired(false).map((input, i) => ({ time: NOW - i, input })),
    });
    expect(features.map((feature) => feature.status)).toEqual(['stable', 'stable']);
    expect(multivariate).toMatchObject({ status: 'drifted', reason: null });
    expect(multivariate.auc).toBeGreaterThan(0.9);
    expect(multivariate.importance.map((entry) => entry.feature).toSorted()).toEqual(['x', 'y']);
  });

  test('are not compared where the policy says so, or there is one feature only', async () => {
    const data = {
      reference: { x: uniform(50) },
      predictions: times(50, (i) => ({ time: NOW, input: { x: i } })),
    };
    expect((await drift(data)).multivariate).toMatchObject({ status: 'not-applicable', auc: null });
    const off = await drift(data, { drift: { multivariate: false } });
    expect(off.multivariate.reason).toContain('policy');
  });
});

describe('free text', () => {
  const words = ['alpha', 'beta', 'gamma', 'delta', 'omega'];
  const texts = (n: number, topic: string) =>
    times(n, (i) => `${topic} ${words[i % 5]} ${words[(i * 2) % 5]} person${i}`);

  test('is tested, counts in the share, and shows words, never texts', async () => {
    const data = {
      reference: { bio: texts(80, 'finance') },
      predictions: texts(80, 'health').map((bio, i) => ({ time: NOW - i, input: { bio } })),
    };
    const { features, tested, drifted } = await drift(data);
    const [feature] = features;
    expect([tested, drifted]).toEqual([1, 1]);
    expect(feature).toMatchObject({
      type: 'text',
      test: 'perc_text_content_drift',
      inShare: true,
      overTime: [],
    });
    expect(feature?.text?.auc).toBeGreaterThan(0.95);
    expect(feature?.text?.gained[0]).toEqual({ word: 'health', reference: 0, production: 1 });
    expect(feature?.text?.lost[0]).toEqual({ word: 'finance', reference: 1, production: 0 });
    expect(feature?.summary.production).toMatchObject({ kind: 'text', distinct: 80, meanWords: 4 });
    expect(JSON.stringify(feature)).not.toMatch(/person\d/);
  });

  test('names no words where the policy says so', async () => {
    const data = {
      reference: { bio: texts(40, 'finance') },
      predictions: texts(40, 'health').map((bio, i) => ({ time: NOW - i, input: { bio } })),
    };
    const { features } = await drift(data, { privacy: { topWords: false } });
    expect(features[0]?.text).toMatchObject({ gained: [], lost: [] });
  });
});
