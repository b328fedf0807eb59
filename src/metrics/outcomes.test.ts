import { describe, expect, it } from 'vitest';
import { NO_OUTCOMES, NOW, testContext, times } from '../../tests/support/metrics-context.ts';
import type { OutcomeData, OutcomeRow } from '../ingest/sources/tables.ts';
import { DAY_MS } from '../wording/time.ts';
import { outcomesSection } from './outcomes.ts';
import { performanceSection } from './performance/section.ts';

const outcomes = (rows: readonly OutcomeRow[], keyColumn: string | null = null): OutcomeData => ({
  ...NO_OUTCOMES,
  present: true,
  rows: rows.length,
  keyColumn,
  outcomes: rows,
});
const at = (time: number, engaged: boolean, key: string | null = null): OutcomeRow => ({
  time,
  engaged,
  key,
});

const section = async (data: OutcomeData, policy: unknown = {}) => {
  const context = await testContext({ predictions: [{ time: NOW }] }, policy);
  const engagementRate = { value: 0.2, interval: [0.1, 0.3] as [number, number] };
  return outcomesSection(context, {
    data,
    performance: await performanceSection(context, { data, reference: null, previous: null }),
    scores: { engagementRate } as Parameters<typeof outcomesSection>[1]['scores'],
  });
};

describe('the actual rate', () => {
  it('stands beside the predicted one, with a Wilson interval', async () => {
    const result = await section(outcomes(times(40, (i) => at(NOW - i, i < 10))));
    expect(result).toMatchObject({ n: 40, status: 'green', present: true });
    // statsmodels proportion_confint(10, 40, method='wilson'): 0.14187, 0.40194
    expect(result.actualRate?.value).toBe(0.25);
    expect(result.actualRate?.interval?.[0]).toBeCloseTo(0.14187, 4);
    expect(result.actualRate?.interval?.[1]).toBeCloseTo(0.40194, 4);
    expect(result.predictedRate).toEqual({ value: 0.2, interval: [0.1, 0.3] });
  });

  it.each([
    [10, 'green'],
    [9, 'yellow'],
  ])('of %i in 100 is %s', async (engaged, status) => {
    expect((await section(outcomes(times(100, (i) => at(NOW - i, i < engaged))))).status).toBe(status);
  });

  it('takes those of the window, else all up to now, and says which', async () => {
    const old = times(50, () => at(NOW - 60 * DAY_MS, true));
    const later = [at(NOW + DAY_MS, true)];
    const few = await section(outcomes([...old, ...later, at(NOW - DAY_MS, false)]));
    expect(few.n).toBe(51);
    expect(few.reason).toBe('Fewer than 30 outcomes in the window: all up to 2026-02-20 are counted.');
    const enough = await section(outcomes([...old, ...times(30, () => at(NOW - DAY_MS, false))]));
    expect(enough).toMatchObject({ n: 30, actualRate: { value: 0 } });
  });

  it('is unknown without outcomes', async () => {
    expect(await section(NO_OUTCOMES)).toMatchObject({ status: 'unknown', present: false, actualRate: null });
    expect(await section(outcomes([at(NOW + 1, true)]))).toMatchObject({ status: 'unknown', n: 0 });
  });
});
