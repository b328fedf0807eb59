import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { MEASURES } from './measures.ts';

const report = fixtureReport({});
const [feature] = report.drift.features;
if (feature === undefined) throw new Error('the fixture has no feature');
const read = (id: string, sections: typeof report) => MEASURES.find((one) => one.id === id)?.read(sections);
const withFeature = (change: Partial<typeof feature>) => ({
  ...report,
  drift: { ...report.drift, features: [{ ...feature, name: 'size', ...change }] },
});

test('the missing rate rises only where it differs significantly', () => {
  const at = (status: 'drifted' | 'stable') =>
    withFeature({ missing: { status, referenceShare: 0.1, productionShare: 0.4, p: 0, reason: null } });
  expect(read('missing-rate-rise', at('drifted'))?.[0]?.value).toBeCloseTo(0.3, 12);
  expect(read('missing-rate-rise', at('stable'))?.[0]?.value).toBe(0);
});

test('new categories are a share of the leads that have a value', () => {
  const newCategories = { count: 2, rows: 30, names: ['Japan'] };
  const sections = withFeature({
    type: 'categorical',
    status: 'drifted',
    ...{ nProduction: 120, nReference: 100, schema: { ...feature.schema, newCategories } },
  });
  expect(read('new-category-share', sections)).toEqual([
    { segment: 'size', value: 0.25, note: 'new: Japan' },
  ]);
});

test('another representation is named with both forms', () => {
  const representation = { reference: '11-50', production: '37', share: 0.8 };
  const sections = withFeature({ schema: { ...feature.schema, representation } });
  expect(read('other-representation-share', sections)).toEqual([
    { segment: 'size', value: 0.8, note: 'the reference holds 11-50, production holds 37' },
  ]);
});

test('the age of the data is in hours to the report', () => {
  const last = new Date(Date.parse(report.generatedAt) - 9 * 3_600_000).toISOString();
  const of = (newest: string | null) => {
    const predictions = { ...report.inputs.predictions, last: newest };
    return read('data-age', { ...report, inputs: { ...report.inputs, predictions } })?.[0];
  };
  expect(of(last)?.value).toBe(9);
  expect(of(null)).toMatchObject({ value: null });
});

test('leads scored again are not known of a report that did not count them', () => {
  const of = (repeatedShare?: number) => {
    const { repeatedShare: before, ...rest } = report.inputs.predictions;
    const predictions = { ...rest, ...(repeatedShare === undefined ? {} : { repeatedShare }) };
    return read('repeated-share', { ...report, inputs: { ...report.inputs, predictions } })?.[0]?.value;
  };
  expect(of(0.4)).toBe(0.4);
  expect(of()).toBeNull();
});
