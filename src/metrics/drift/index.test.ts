import { describe, expect, test } from 'vitest';
import type { FakeData } from '../../../tests/support/fake-store.ts';
import { exact, NOW, referenceOf, testContext, times } from '../../../tests/support/metrics-context.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { driftSection } from './index.ts';

type Value = string | number | boolean | null;

/** Reference and log from columns; a column given for one side only is absent on the other. */
function sides(
  reference: Record<string, readonly Value[]> | undefined,
  production: Record<string, readonly Value[]>,
): FakeData {
  const rows = Math.max(0, ...Object.values(production).map((cells) => cells.length));
  return {
    ...(reference === undefined ? {} : { reference }),
    predictions: times(rows, (i) => ({
      time: NOW - i * 60_000,
      input: Object.fromEntries(Object.entries(production).map(([name, cells]) => [name, cells[i] ?? null])),
    })),
  };
}

async function drift(data: FakeData, policy: object = {}) {
  return driftSection(await testContext(data, exact(policy)), referenceOf(data), silentReporter);
}

const spread = (n: number, shift = 0): number[] => times(n, (i) => i / n + shift);
const stable = times(60, (i) => (i % 2 === 0 ? 'a' : 'b'));
const moved = times(60, () => 'b');

describe('the share', () => {
  test('is red from exactly half of the tested features', async () => {
    const half = await drift(sides({ a: stable, b: stable }, { a: stable, b: moved }));
    expect(half).toMatchObject({ status: 'red', share: 0.5, drifted: 1, tested: 2 });
    expect(half.action).not.toBeNull();
    const third = await drift(sides({ a: stable, b: stable, c: stable }, { a: stable, b: moved, c: stable }));
    expect(third).toMatchObject({ status: 'green', share: 1 / 3, action: null });
  });

  test('leaves out what could not be tested', async () => {
    const data = sides(
      {
        kept: stable,
        gone: stable,
        few: [...times(29, () => 'a'), ...times(31, () => null)],
        same: times(60, () => 'a'),
        empty: times(60, () => null),
        retyped: spread(60),
      },
      {
        kept: stable,
        fresh: stable,
        few: stable,
        same: times(60, () => 'a'),
        empty: stable,
        retyped: times(60, (i) => `x${i % 3}`),
      },
    );
    const { features, tested, drifted } = await drift(data);
    expect([tested, drifted]).toEqual([1, 0]);
    const by = new Map(features.map((feature) => [feature.name, feature]));
    expect(by.get('gone')).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringMatching(/^Absent/),
    });
    expect(by.get('fresh')).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringMatching(/^New/),
    });
    expect(by.get('few')).toMatchObject({ status: 'not-enough-data', nReference: 29 });
    expect(by.get('same')).toMatchObject({
      status: 'not-applicable',
      reason: expect.stringMatching(/^Constant/),
    });
    expect(by.get('empty')).toMatchObject({
      status: 'not-enough-data',
      reason: 'All values in the reference are missing.',
    });
    expect(by.get('retyped')).toMatchObject({
      status: 'not-applicable',
      schema: { typeChange: expect.stringContaining('strings in the log') },
    });
    for (const feature of features) if (feature.name !== 'kept') expect(feature.inShare).toBe(false);
  });

  test('is unknown, with the reason, without a reference, a prediction or a testable feature', async () => {
    const without = await drift(sides(undefined, { a: stable }));
    expect(without).toMatchObject({ status: 'unknown', share: null, tested: 0 });
    expect(without.reason).toContain('REFERENCE_DATA_PATH');
    const silent = await drift({ reference: { a: stable }, predictions: [] });
    expect(silent).toMatchObject({ status: 'unknown', reason: 'There is no prediction to compare.' });
    const few = await drift(sides({ a: ['x', 'y'] }, { a: stable }));
    expect(few).toMatchObject({
      status: 'unknown',
      reason: 'None of 1 feature could be tested; each says why.',
    });
  });
});

describe('a reference of which too little can be compared', () => {
  const columns = (count: number, cells: readonly Value[]) =>
    Object.fromEntries(times(count, (i) => [`f${i}`, cells]));

  test.each([
    [5, 54, 'unknown'],
    [26, 54, 'unknown'],
    [27, 54, 'green'],
    [1, 2, 'green'],
    [1, 3, 'unknown'],
  ])('%i of %i features logged is %s', async (logged, all, status) => {
    const result = await drift(sides(columns(all, stable), columns(logged, stable)));
    expect(result.status).toBe(status);
    expect(result).toMatchObject({ tested: logged, drifted: 0, share: status === 'unknown' ? null : 0 });
    if (status === 'unknown') {
      expect(result.reason).toContain(`Only ${logged} of ${all} features`);
      expect(result.reason).toContain('"ignore": true');
    }
  });

  test('is not red either: one that drifted does not stand for two that could not be read', async () => {
    const result = await drift(
      sides({ a: stable, b: spread(60), c: spread(60) }, { a: moved, b: stable, c: stable }),
    );
    expect(result).toMatchObject({ status: 'unknown', share: null, drifted: 1, tested: 1 });
  });

  test('is cured by the line of the policy that the reason names', async () => {
    const data = sides(columns(3, stable), columns(1, stable));
    const { reason } = await drift(data);
    const policy = JSON.parse(`{${/\{?("drift": .*\})\.$/.exec(reason ?? '')?.[1]}}`);
    expect((await drift(data, policy)).status).toBe('green');
  });

  test('counts no column that is empty, or the same value on both sides', async () => {
    const constant = times(60, () => 'x');
    const reference = { a: stable, b: constant, c: constant, d: times(60, () => null) };
    expect((await drift(sides(reference, { a: stable, b: constant, c: constant }))).status).toBe('green');
  });
});

describe('a reference that cannot be used', () => {
  test('ends with exit code 3 when no feature is in common, naming both sides and the variable', async () => {
    const data = sides({ x_encoded: stable }, { x: stable });
    await expect(drift(data)).rejects.toMatchObject({
      code: 'no-common-feature',
      exitCode: 3,
      message: expect.stringMatching(/x_encoded[\s\S]*\bx\b[\s\S]*REFERENCE_DATA_PATH/),
    });
  });

  test('ends with exit code 3 when it is empty', async () => {
    const context = await testContext({ predictions: [{ time: NOW, input: { a: 1 } }] });
    const empty = { ...referenceOf({ reference: {} }), rows: 0 };
    await expect(driftSection(context, empty, silentReporter)).rejects.toMatchObject({
      code: 'empty-reference',
      exitCode: 3,
    });
  });
});

describe('the policy', () => {
  test('chooses the test, the threshold and the type of a feature', async () => {
    const data = sides({ a: spread(60) }, { a: spread(60, 0.05) });
    const features = { a: { test: 'psi', threshold: 0.01 } };
    expect((await drift(data, { drift: { features } })).features[0]).toMatchObject({
      test: 'psi',
      scoreKind: 'distance',
      threshold: 0.01,
      status: 'drifted',
      p: null,
      pAdjusted: null,
    });
  });

  test('that names a test which does not fit is refused with those that do', async () => {
    const data = sides({ a: stable }, { a: stable });
    await expect(drift(data, { drift: { features: { a: { test: 'ks' } } } })).rejects.toMatchObject({
      code: 'test-does-not-fit',
      exitCode: 2,
      message: expect.stringMatching(/drift\.features\.a\.test[\s\S]*chisquare/),
    });
  });

  test('leaves out what it ignores, and what is an outcome or a score', async () => {
    const columns = { a: stable, score: spread(60), engaged: stable, b: stable };
    const { features } = await drift(sides(columns, columns), {
      drift: { features: { b: { ignore: true } } },
    });
    expect(features.map((feature) => feature.name)).toEqual(['a']);
  });

  test('notes a feature that nobody has', async () => {
    const data = sides({ a: stable }, { a: stable });
    const { notes } = await drift(data, { drift: { features: { aa: { type: 'text' } } } });
    expect(notes.join()).toContain('"aa"');
  });
});

describe('adjusted p-values', () => {
  test('follow Benjamini and Hochberg over the tested features', async () => {
    const shifted = sides(
      { a: spread(100), b: spread(100), c: spread(100), x: times(100, () => 1.5) },
      { a: spread(100, 0.2), b: spread(100, 0.01), c: spread(100, 0.4), x: times(100, () => 1.5) },
    );
    const { features, driftedAdjusted } = await drift(shifted);
    const p = features.filter((f) => f.inShare).map((f) => f.p ?? 0);
    const adjusted = features.filter((f) => f.inShare).map((f) => f.pAdjusted ?? 0);
    // Sorted ascending: smallest × 3, the next × 3/2, the largest × 1, made monotone.
    expect(adjusted[2]).toBeCloseTo(p[2] ?? 0, 12);
    expect(adjusted[1]).toBeCloseTo(Math.min((p[1] ?? 0) * 1.5, adjusted[2] ?? 0), 12);
    expect(adjusted[0]).toBeCloseTo(Math.min((p[0] ?? 0) * 3, adjusted[1] ?? 0), 12);
    expect(driftedAdjusted).toBe(2);
    expect(features.find((f) => f.name === 'x')?.pAdjusted).toBeNull();
  });
});

describe('material drift', () => {
  const shares = (a: number): string[] => times(9000, (i) => (i < 9000 * a ? 'a' : 'b'));
  // a: V about 0.03 with p far below alpha; b: a large shift; c: none.
  const data = sides(
    { a: shares(0.5), b: shares(0.5), c: shares(0.5) },
    { a: shares(0.53), b: shares(0.9), c: shares(0.5) },
  );

  test('is counted beside the guide’s rule, which the share follows', async () => {
    const result = await drift(data);
    expect(result).toMatchObject({ count: 'guide', drifted: 2, material: 1, tested: 3, status: 'red' });
    const small = result.features.find(({ name }) => name === 'a');
    expect(small).toMatchObject({ status: 'drifted', material: false, effect: { word: 'negligible' } });
    expect(small?.pAdjusted).toBeLessThan(0.001);
  });

  test('makes the share where the policy says so', async () => {
    const result = await drift(data, { drift: { count: 'material' } });
    expect(result).toMatchObject({
      count: 'material',
      drifted: 2,
      material: 1,
      share: 1 / 3,
      status: 'green',
    });
  });

  test('comes first: features are in the order of size, not of p', async () => {
    const { features } = await drift(
      sides(
        { many: shares(0.5), few: [...stable, ...times(8940, () => null)] },
        { many: shares(0.58), few: [...moved, ...times(8940, () => null)] },
      ),
    );
    const [first, second] = features;
    expect([first?.name, second?.name]).toEqual(['few', 'many']);
    expect(first?.p ?? 0).toBeGreaterThan(second?.p ?? 1);
  });
});

describe('privacy', () => {
  test('names no category that is rarer than k on both sides, in no field', async () => {
    const rare = (who: string, n: number) => times(n, () => who);
    const reference = { a: [...stable, ...rare('Jane Doe', 4), ...rare('ACME', 5)] };
    const production = {
      a: [...stable, ...rare('John Roe', 4), ...rare('Jane Doe', 2), ...rare('NewCo', 6)],
    };
    const result = await drift(sides(reference, production));
    const text = JSON.stringify(result);
    expect(text).not.toContain('Jane');
    expect(text).not.toContain('John');
    const [feature] = result.features;
    // Fewer than k categories that fewer than k leads have are not counted.
    expect(feature?.schema.newCategories).toEqual({ count: 1, rows: 10, names: ['NewCo'] });
    expect(feature?.schema.vanishedCategories).toEqual({ count: 1, rows: 5, names: ['ACME'] });
    if (feature?.distribution.kind !== 'categories') throw new Error('expected categories');
    expect(feature.distribution.pooled).toEqual({ categories: 0, reference: 0, production: 6 });
    expect(feature.notes.join()).toMatch(/tested as one/);
  });

  test('names no mode, and no constant, that is rarer than k', async () => {
    const reference = { a: times(60, (i) => `r${i % 20}`), b: times(3, () => 'solo') };
    const production = { a: times(60, (i) => `p${i % 20}`), b: times(3, () => 'solo') };
    const policy = { privacy: { k: 5 }, drift: { minimumRows: 1 } };
    const text = JSON.stringify(await drift(sides(reference, production), policy));
    expect(text).not.toMatch(/"r\d|"p\d|solo/);
  });

  test('does not show keys that hardly anybody sent', async () => {
    const stray = [...times(4, () => 'x'), ...times(56, () => null)];
    const { features, notes } = await drift(sides({ a: stable }, { a: stable, 'jane@example.com': stray }));
    expect(features.map((feature) => feature.name)).toEqual(['a']);
    expect(notes.join()).toContain('1 input key');
  });

  test('takes control characters out of names', async () => {
    const name = 'a\u0000b\u202ec\n';
    const { features } = await drift(sides({ [name]: stable }, { [name]: stable }));
    expect(features[0]?.name).toBe('a bc');
  });
});

describe('missing values', () => {
  test('are a drift of their own, outside the share', async () => {
    const half = stable.map((value, i) => (i % 2 === 0 ? value : null));
    const { features, share } = await drift(sides({ a: [...stable, ...stable] }, { a: [...half, ...half] }));
    expect(features[0]?.missing).toMatchObject({
      status: 'drifted',
      referenceShare: 0,
      productionShare: 0.5,
    });
    expect(features[0]).toMatchObject({ missingProduction: 60, nProduction: 60 });
    expect(share).toBeDefined();
  });

  test('that do not change are stable', async () => {
    const { features } = await drift(sides({ a: stable }, { a: stable }));
    expect(features[0]?.missing).toMatchObject({ status: 'stable', p: 1, reason: null });
  });
});

describe('ranges', () => {
  test('give the share of production outside the reference', async () => {
    const { features } = await drift(sides({ a: spread(50) }, { a: [...spread(45), -1, 2, 3, 4, 5] }));
    expect(features[0]?.schema.outOfRangeShare).toBe(0.1);
  });
});
