import { expect, test } from 'vitest';
import { testContext } from '../../tests/support/metrics-context.ts';
import type { OwnAnswer } from '../ingest/own-figures.ts';
import type { FigureHeader } from '../settings/figure-header.ts';
import type { OwnFigureFile } from '../settings/own-figures.ts';
import { ownFiguresSection } from './own-figures.ts';

const HEADER: FigureHeader = {
  id: 'mine',
  label: 'Mine',
  unit: 'share',
  page: 'drift',
  overview: true,
  definition: null,
  better: null,
  healthy: null,
  action: null,
};

const file = (header: Partial<FigureHeader> = {}): OwnFigureFile => ({
  file: 'mine.sql',
  header: { ...HEADER, ...header },
  sql: 'select',
  fault: null,
});

async function section(header: Partial<FigureHeader>, answer: OwnAnswer | null, policy: object = {}) {
  const context = await testContext({}, policy);
  const store = {
    ...context.store,
    ...(answer === null ? {} : { ownQueries: async () => new Map([['mine', answer]]) }),
  };
  const [figure] = await ownFiguresSection({ ...context, store }, [file(header)], { outcomes: [] });
  return figure;
}
const gives = (value: number | null, leads: number): OwnAnswer => ({ ok: true, value, leads });

test('fewer than k leads: nothing is said of them', async () => {
  expect(await section({}, gives(0.5, 4))).toMatchObject({
    value: null,
    leads: 0,
    status: 'unknown',
    reason: 'Fewer than 5 leads: nothing is published of them.',
  });
  expect(await section({}, gives(0.5, 5))).toMatchObject({ value: 1, leads: 5, status: 'unknown' });
  expect(await section({}, gives(0.5, 4), { privacy: { k: 3 } })).toMatchObject({ leads: 3 });
});

test('the value has the digits that k leads leave, on its own side of the limit', async () => {
  expect(await section({}, gives(0.12345, 1003))).toMatchObject({ value: 0.125, leads: 1000 });
  expect(await section({}, gives(0.12345, 1003), { privacy: { counts: 'exact' } })).toMatchObject({
    value: 0.12345,
    leads: 1003,
  });
  const healthy = { min: null, max: 0.124 };
  expect(await section({ healthy }, gives(0.1239, 1000))).toMatchObject({ value: 0.12, status: 'green' });
  expect(await section({ healthy }, gives(0.1241, 1000))).toMatchObject({ value: 0.125, status: 'yellow' });
  expect(await section({ unit: 'ms' }, gives(123.456, 1000))).toMatchObject({ value: 123 });
  expect(await section({ unit: 'score' }, gives(-0.51231, 100_000))).toMatchObject({ value: -0.5123 });
});

test('a count is a multiple of k, and 0 below k', async () => {
  expect(await section({ unit: 'count' }, gives(13, 100))).toMatchObject({ value: 10 });
  expect(await section({ unit: 'count' }, gives(4, 100))).toMatchObject({ value: 0 });
  const healthy = { min: 11, max: null };
  expect(await section({ unit: 'count', healthy }, gives(12, 100))).toMatchObject({
    value: 15,
    status: 'green',
  });
});

test('it is judged by the exact value, both ends included', async () => {
  const judge = async (value: number, min: number | null, max: number | null) =>
    (await section({ unit: 'score', healthy: { min, max } }, gives(value, 1000)))?.status;
  expect(await judge(0.5, 0.5, null)).toBe('green');
  expect(await judge(0.4999999, 0.5, null)).toBe('yellow');
  expect(await judge(0.5, null, 0.5)).toBe('green');
  expect(await judge(0.5000001, 0, 0.5)).toBe('yellow');
});

test('an action is given where it is outside, the file’s own where it has one', async () => {
  const healthy = { min: null, max: 0.1 };
  expect(await section({ healthy, action: 'Ask the CRM.' }, gives(0.5, 100))).toMatchObject({
    action: 'Ask the CRM.',
  });
  expect(await section({ healthy }, gives(0.5, 100))).toMatchObject({
    action: 'Find out why; mine.sql says what is measured.',
  });
  expect(await section({ healthy, action: 'Ask the CRM.' }, gives(0, 100))).toMatchObject({ action: null });
});

test('what is broken is red with its reason; a lie about the unit is broken, too', async () => {
  expect(await section({}, { ok: false, fault: 'line 1: Parser Error: at "selct"' })).toMatchObject({
    value: null,
    status: 'red',
    reason: 'mine.sql: line 1: Parser Error: at "selct".',
    action: 'Mend or delete mine.sql in the directory of own figures.',
  });
  for (const [unit, value] of [
    ['share', 1.2],
    ['share', -0.1],
    ['count', 1.5],
    ['count', -1],
  ] as const) {
    expect(await section({ unit }, gives(value, 100))).toMatchObject({ value: null, status: 'red' });
  }
});

test('a reason holds nothing shaped like an address', async () => {
  const figure = await section({}, { ok: false, fault: 'Catalog Error: no table jane@acme.org' });
  expect(figure?.reason).not.toContain('acme');
});

test('an engine that cannot run them says so, and a null value is none', async () => {
  expect(await section({}, null)).toMatchObject({
    status: 'unknown',
    reason: expect.stringContaining('embedded engine only'),
  });
  expect(await section({}, gives(null, 50))).toMatchObject({
    value: null,
    leads: 50,
    status: 'unknown',
    reason: 'The query gave no value.',
  });
});

test('a file with a fault is a figure all the same, and its query is not run', async () => {
  const context = await testContext({});
  const broken: OwnFigureFile = { file: 'b.sql', header: { id: 'file-1', label: 'b.sql' }, fault: 'no id' };
  const store = { ...context.store, ownQueries: () => Promise.reject(new Error('asked')) };
  const [figure] = await ownFiguresSection({ ...context, store }, [broken], { outcomes: [] });
  expect(figure).toMatchObject({ id: 'file-1', label: 'b.sql', status: 'red', reason: 'b.sql: no id.' });
});
