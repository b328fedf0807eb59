import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { NOW } from '../../../tests/support/metrics-context.ts';
import { HOLDOUT, type PerformanceWorld, performanceOf } from '../../../tests/support/performance-world.ts';
import { verdictOf } from '../../alerts/verdict.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import { DAY_MS } from '../../wording/time.ts';

const healthy = fixtureReport({ errors: 0.001 });

/** The verdict on a report in which nothing but performance could be wrong. */
function verdictOn(performance: PerformanceSection) {
  const { status, headline } = verdictOf({ ...healthy, performance });
  return { status, headline };
}

const judged = async (world: PerformanceWorld) => {
  const performance = await performanceOf(world);
  return { performance, verdict: verdictOn(performance) };
};

const LEARNT = { outcomes: { keyColumn: 'lead', maturityDays: 7 } };
/** A reference that the model had seen: its own AUC is far above that of any other leads. */
const SEEN = { ...LEARNT, reference: { scores: 'training' } };
/** AUC about 0.58. */
const weak = () => 0.3;

test('the report that these tests add performance to is green', () => {
  expect(verdictOf(healthy).status).toBe('green');
});

describe('a reference that was scored by a model that had seen it', () => {
  test('makes no unchanged model fall: a weak model on new leads is not compared with it', async () => {
    const { performance, verdict } = await judged({ leads: 6_000, shift: weak, policy: SEEN });
    expect(performance.baselineSource).toBe('outcomes');
    expect(performance.drop).toMatchObject({ state: 'closed', critical: false });
    expect(['red', 'yellow']).not.toContain(verdict.status);
  });

  test('calls no model good: one that is dead from its first lead is critical without a baseline', async () => {
    const { performance, verdict } = await judged({ leads: 6_000, shift: () => 0, policy: SEEN });
    expect(performance).toMatchObject({ status: 'red', drop: { critical: true } });
    expect(verdict.status).toBe('red');
  });

  test('of the version “v1.0.0” is of the log’s “1.0.0”, and of a log that names none; of no other version', async () => {
    const scored = (modelVersion: string, version: string) =>
      performanceOf({
        leads: 3_000,
        version: () => version,
        origin: { scores: 'crossValidated', modelVersion },
      });
    expect((await scored('v1.0.0', '1.0.0')).baselineSource).toBe('crossValidated');
    expect((await scored('1.0.0', '')).baselineSource).toBe('crossValidated');
    expect((await scored('1.0.1', '1.0.0')).baselineSource).toBe('outcomes');
  });
});

describe('outcomes of contacted leads only', () => {
  const top = (score: number) => score > 0.5;

  test('do not kill a model that ranks: among its top fifth it shows less', async () => {
    const { verdict, performance } = await judged({
      leads: 20_000,
      contacted: top,
      policy: LEARNT,
      shift: () => 0.7,
    });
    expect(performance.population).toBe('contacted');
    expect(performance.drop.critical).toBe(false);
    expect(['red', 'yellow']).not.toContain(verdict.status);
  });

  test('do not make a dead model look alive, nor Healthy', async () => {
    const dies = (lead: number) => (lead > 12_000 ? 0 : 1.4);
    const { verdict } = await judged({ leads: 20_000, rows: 10_000, contacted: top, shift: dies });
    expect(verdict.status).toBe('red');
  });

  test('that record engaged leads alone are no judgement, however many', async () => {
    const { performance, verdict } = await judged({
      leads: 6_000,
      outcomes: (row) => (row.engaged ? [row] : []),
    });
    expect(performance).toMatchObject({ status: 'unknown', judgement: 'unclear' });
    expect(performance.reason).toMatch(
      /^All 1,\d+ mature outcomes .* say engaged, and those that did not are missing/,
    );
    expect(verdict.status).not.toBe('green');
  });
});

describe('outcomes that are not complete', () => {
  test('of the newest weeks are not judged: a model that died within them is not yet called dead, nor those weeks good', async () => {
    const { performance } = await judged({ leads: 6_000, shift: (lead) => (lead > 5_700 ? 0 : 1.2) });
    expect(performance.status).toBe('green');
    const young = performance.windows.filter(({ mature }) => !mature);
    expect(young).toHaveLength(1);
    expect(performance.realised?.window?.end).toBe('2026-02-13T12:00:00Z');
  });

  test('because refusals take long make no young model healthier than it is', async () => {
    const delay = (engaged: boolean, uniform: number) => (engaged ? 2 * uniform : 20 + 10 * uniform);
    const policy = { outcomes: { keyColumn: 'lead' }, reference: { scores: 'holdout' } };
    const { performance, verdict } = await judged({ leads: 4_000, days: 35, delay, policy });
    expect(performance.judgement).toBe('few');
    expect(verdict.headline).toMatch(/^Healthy in what can be judged\. Performance is not judged yet/);
  });

  test('because they stopped coming leave the model unjudged, not healthy', async () => {
    const stopped = NOW - 40 * DAY_MS;
    const { performance, verdict } = await judged({
      leads: 6_000,
      outcomes: (row) => (row.predicted < stopped ? [row] : []),
    });
    expect(performance).toMatchObject({ status: 'unknown', judgement: 'unclear' });
    expect(performance.reason).toMatch(/^Outcomes stopped coming: the newest is of a lead of 2026-01-1[01]/);
    expect(verdict.status).toBe('unknown');
    // A pause of some days, as over a weekend, is none.
    const paused = NOW - 12 * DAY_MS;
    const found = await performanceOf({
      leads: 6_000,
      outcomes: (row) => (row.predicted < paused ? [row] : []),
    });
    expect(found.judgement).toBe('judged');
  });
});

describe('a version that changes within the window', () => {
  const from = (day: number) => (lead: number) => (lead / 12_000 >= 1 - day / 120 ? '2' : '1');

  test('is the one in use: a dead version that was replaced is no longer judged', async () => {
    const { performance, verdict } = await judged({
      leads: 12_000,
      shift: (lead) => (from(2)(lead) === '1' && lead > 6_000 ? 0 : 1.2),
      version: from(2),
    });
    expect(performance).toMatchObject({ version: '2', judgement: 'few', drop: { state: 'closed' } });
    expect(verdict).toMatchObject({ status: 'green', headline: expect.stringContaining('not judged yet') });
  });

  test('does not hide a dead model behind a few predictions of another one', async () => {
    const { performance, verdict } = await judged({
      leads: 12_000,
      shift: (lead) => (lead > 6_000 ? 0 : 1.2),
      version: (lead) => (lead >= 11_990 ? 'test' : '1'),
    });
    expect(performance).toMatchObject({ version: '1', status: 'red' });
    expect(verdict.status).toBe('red');
  });

  test('leaves its alerts behind, though versions are not published', async () => {
    const policy = { ...HOLDOUT, privacy: { modelVersions: false } };
    const { performance: before } = await judged({ leads: 6_000, policy });
    const open: PerformanceSection = {
      ...before,
      drop: { ...before.drop, state: 'open', outcomes: 1 },
      maturity: before.maturity === null ? null : { ...before.maturity, until: '2026-02-03T12:00:00Z' },
    };
    // Of z between closing and opening, which keeps what is open.
    const shift = (lead: number) => (lead > 3_000 ? 0.95 : 1.2);
    const same = await performanceOf({ leads: 6_000, shift, policy, previous: open });
    expect(same.drop.z).toBeGreaterThan(1.64);
    expect(same.drop.state).toBe('open');
    const version = (lead: number) => (lead / 6_000 >= 1 - 9 / 120 ? '2' : '1');
    const other = await performanceOf({ leads: 6_000, shift, version, policy, previous: open });
    expect(other.drop.state).toBe('closed');
  });
});

describe('leads that are scored again', () => {
  const leaking = ({ time, engaged }: { readonly time: number; readonly engaged: boolean }) => [
    { time: time + 4 * DAY_MS, score: engaged ? 0.99 : 0.01 },
  ];

  test('after their outcome lend a dead model nothing', async () => {
    const { performance, verdict } = await judged({ leads: 6_000, shift: () => 0, again: leaking });
    expect(performance.status).toBe('red');
    expect(performance.realised?.rocAuc?.value).toBeLessThan(0.56);
    expect(verdict.status).toBe('red');
  });

  test('count once, with the first score', async () => {
    const often = ({ time }: { readonly time: number }) =>
      Array.from({ length: 5 }, (_, i) => ({ time: time + (i + 1) * 3_600_000, score: 0.5 }));
    const found = await performanceOf({ leads: 3_000, again: often });
    const once = await performanceOf({ leads: 3_000 });
    expect(found.realised).toEqual(once.realised);
    expect(found.baseline).toEqual(once.baseline);
  });

  test('by the next version, after their outcome, are no outcomes of that version', async () => {
    const again = ({ time, engaged }: { readonly time: number; readonly engaged: boolean }) => [
      { time: Math.min(NOW, time + 5 * DAY_MS), score: engaged ? 0.99 : 0.01, modelVersion: '2' },
    ];
    const found = await performanceOf({ leads: 3_000, again });
    expect(found.version === '2' ? found.realised : null).toBeNull();
    expect(found.realised?.rocAuc?.value ?? 0).toBeLessThan(0.9);
  });
});

describe('silence that counts as refusal', () => {
  /** An engaged lead answers within a month; every other one stays silent, and its row is of the day after the prediction. */
  const silent: PerformanceWorld = {
    leads: 6_000,
    delay: (engaged, uniform) => (engaged ? 25 * uniform : 1),
    outcomes: (row) =>
      row.engaged
        ? [{ ...row, time: row.predicted + DAY_MS, engaged: false, assumed: true }, row]
        : [{ ...row, assumed: true }],
    policy: { outcomes: { keyColumn: 'lead' }, reference: { scores: 'holdout' } },
  };

  test('has no delay: maturity is learnt from the answers', async () => {
    const { performance, verdict } = await judged(silent);
    expect(performance.maturity?.days).toBeGreaterThanOrEqual(23);
    expect(performance.drop.state).toBe('closed');
    expect(performance.miscalibration.state).toBe('closed');
    expect(['red', 'yellow']).not.toContain(verdict.status);
  });

  test('after an answer takes nothing back', async () => {
    const asked = (row: Parameters<NonNullable<PerformanceWorld['outcomes']>>[0]) =>
      row.engaged ? [row, { ...row, time: row.time + 2 * DAY_MS, engaged: false, assumed: true }] : [row];
    const found = await performanceOf({ leads: 3_000, outcomes: asked });
    expect(found.realised).toEqual((await performanceOf({ leads: 3_000 })).realised);
  });

  test('of every lead is a log without answers, and no judgement', async () => {
    const { performance, verdict } = await judged({
      ...silent,
      outcomes: (row) => [{ ...row, engaged: false, assumed: true }],
      policy: HOLDOUT,
    });
    expect(performance).toMatchObject({ status: 'unknown', judgement: 'unclear' });
    expect(performance.reason).toMatch(/say not engaged, and those that did are missing/);
    expect(verdict.status).toBe('unknown');
  });
});
