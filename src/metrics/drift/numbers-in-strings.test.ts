import { describe, expect, test } from 'vitest';
import { NOW, referenceOf, testContext, times } from '../../../tests/support/metrics-context.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { driftSection } from './index.ts';

type Value = string | number | boolean | null;

async function drift(reference: readonly Value[], logged: readonly Value[], policy: unknown = {}) {
  const other = times(120, (i) => i / 7);
  const data = {
    reference: { x: reference, other },
    predictions: logged.map((x, i) => ({ time: NOW - i * 60_000, input: { x, other: other[i] ?? 0 } })),
  };
  const section = await driftSection(await testContext(data, policy), referenceOf(data), silentReporter);
  const feature = section.features.find(({ name }) => name === 'x');
  if (feature === undefined) throw new Error('no feature x');
  return { feature, section };
}

const codes = times(120, (i) => i % 4);
const numbers = times(120, (i) => (i * 37) % 120);

describe('numbers logged as strings', () => {
  test('are categories where the reference has few distinct values, however they are written', async () => {
    const asStrings = codes.map((code) => (code === 3 ? '3.0' : String(code)));
    const { feature, section } = await drift(codes, asStrings);
    expect(feature).toMatchObject({ type: 'categorical', status: 'stable', statistic: 0, p: 1 });
    expect(feature.schema).toMatchObject({ typeChange: null, mismatchedProduction: 0 });
    expect(feature.schema.newCategories.count).toBe(0);
    expect(feature.notes[0]).toBe(
      'Numbers in the log are written as strings ("3"); they are read as the numbers they are.',
    );
    expect(section).toMatchObject({ tested: 2, drifted: 0 });
    expect(section.multivariate.status).toBe('stable');
  });

  test('are numbers where it has many, with the same test as numbers that are logged as such', async () => {
    const shifted = numbers.map((value) => value + 40);
    const expected = (await drift(numbers, shifted)).feature;
    const { feature } = await drift(
      numbers,
      shifted.map((value) => ` ${value}.00 `),
    );
    expect(feature).toMatchObject({
      type: 'numeric',
      test: 'ks',
      statistic: expected.statistic,
      p: expected.p,
    });
    expect(feature.overTime).toEqual(expected.overTime);
    expect(feature.distribution).toEqual(expected.distribution);
  });

  test('and in the reference, where the log has numbers', async () => {
    const { feature } = await drift(numbers.map(String), numbers);
    expect(feature).toMatchObject({ type: 'numeric', status: 'stable', statistic: 0 });
    expect(feature.notes[0]).toContain('Numbers in the reference');
  });

  test('leave out what writes no number, and count it', async () => {
    const { feature } = await drift(
      numbers,
      numbers.map((value, i) => (i % 12 === 0 ? 'unknown' : String(value))),
    );
    expect(feature).toMatchObject({
      type: 'numeric',
      nProduction: 110,
      schema: { mismatchedProduction: 10 },
    });
  });

  test('make a numeric feature of strings on both sides where the policy says numeric', async () => {
    const policy = { drift: { features: { x: { type: 'numeric' } } } };
    const { feature } = await drift(numbers.map(String), numbers.map(String), policy);
    expect(feature).toMatchObject({ type: 'numeric', status: 'stable', nReference: 120 });
  });

  test('stay a change of type where the strings write no numbers', async () => {
    const { feature } = await drift(
      numbers,
      numbers.map((value) => `v${value}`),
    );
    expect(feature).toMatchObject({ status: 'not-applicable', inShare: false });
    expect(feature.schema.typeChange).toContain('strings in the log');
  });
});
