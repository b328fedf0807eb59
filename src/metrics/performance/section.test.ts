import { describe, expect, test } from 'vitest';
import { HOLDOUT, performanceOf as section } from '../../../tests/support/performance-world.ts';
import type { FrozenBaseline } from '../../report/schema/frozen-baseline.ts';
import type { Baselines } from './frozen.ts';

describe('a model that holds', () => {
  test('is judged on mature outcomes, beside its estimate and baseline', async () => {
    const found = await section({ leads: 6_000 });
    expect(found).toMatchObject({ status: 'green', judgement: 'judged', population: 'all' });
    expect(found.realised?.n).toBe(found.estimated?.n);
    expect(found.realised?.window?.end).toBe('2026-02-13T12:00:00Z');
    expect(
      Math.abs((found.realised?.rocAuc?.value ?? 0) - (found.baseline?.rocAuc?.value ?? 1)),
    ).toBeLessThan(0.06);
    expect(found.looks.map(({ weeks }) => weeks)).toEqual([1, 4, 13]);
    expect(found.detectable?.accuracy).toBeLessThan(0.1);
    expect(found.windows.filter(({ mature }) => !mature)).toHaveLength(1);
    expect(found.windows.reduce((sum, { n }) => sum + n, 0)).toBe(6_000);
  });

  test('of which only the top fifth is contacted is compared with the baseline of such leads', async () => {
    const found = await section({ leads: 30_000, rows: 10_000, contacted: (score) => score > 0.5 });
    expect(found).toMatchObject({ status: 'green', population: 'contacted' });
    expect(found.baseline?.effectiveN).toBeLessThan(3_000);
    expect(found.baseline?.n).toBe(10_000);
    // Among all leads it is 0.80.
    expect(found.baseline?.rocAuc?.value).toBeLessThan(0.75);
    expect(found.labelledByScore).toHaveLength(10);
    expect(found.labelledByScore[0]?.labelled).toBe(0);
    expect(found.labelledByScore[9]?.labelled).toBe(found.labelledByScore[9]?.n);
  });
});

test('leads contacted at random stand for all leads, whom the others do not', async () => {
  const explored = (lead: number) => lead % 20 === 0;
  const world = { leads: 30_000, contacted: (score: number) => score > 0.5 };
  const found = await section({ ...world, explored });
  expect(found.population).toBe('contacted');
  // Among all leads the AUC is 0.80, among those scored high below 0.75.
  expect(found.realised?.rocAuc?.value).toBeLessThan(0.78);
  expect(Math.abs((found.explored?.rocAuc?.value ?? 0) - 0.8)).toBeLessThan(0.04);
  expect((await section(world)).explored).toBeNull();
});

describe('a model that dies', () => {
  test('is critical at once, and only once its outcomes are mature', async () => {
    const dies = (days: number) => (lead: number) => (lead / 6_000 > 1 - days / 120 ? 0 : 1.2);
    const dead = await section({ leads: 6_000, shift: dies(25) });
    expect(dead).toMatchObject({ status: 'red', drop: { state: 'open', critical: true } });
    expect(dead.reason).toMatch(/fell by|no longer|does not rank/);
    const unseen = await section({ leads: 6_000, shift: dies(7) });
    expect(unseen.status).toBe('green');
  });

  test('does not blame the version after it', async () => {
    const found = await section({
      leads: 12_000,
      shift: (lead) => (lead < 6_000 ? 0 : 1.2),
      version: (lead) => (lead < 6_000 ? '1' : '2'),
    });
    expect(found).toMatchObject({ status: 'green', version: '2' });
  });
});

describe('maturity', () => {
  test('is learnt from the slower kind of outcome, whatever share has one', async () => {
    // Replies within three days, refusals between ten and twenty.
    const delay = (engaged: boolean, uniform: number) => (engaged ? 3 * uniform : 10 + 10 * uniform);
    const policy = { outcomes: { keyColumn: 'lead' }, reference: { scores: 'holdout' } };
    const found = await section({ leads: 6_000, delay, policy });
    expect(found.maturity).toMatchObject({ source: 'learnt', days: 20, provisional: false });
    const [mature, immature] = [true, false].map((is) => found.windows.filter((week) => week.mature === is));
    expect(immature?.length).toBe(3);
    expect(mature?.every(({ n, labelled }) => labelled === n)).toBe(true);
    expect(found.realised?.rateRatio?.value).toBeGreaterThan(0.8);
    const young = await section({ leads: 3_000, days: 30, delay, policy });
    expect(young).toMatchObject({ status: 'unknown', judgement: 'few', maturity: { provisional: true } });
  });

  test('says when the first outcome will be mature', async () => {
    const found = await section({ leads: 300, days: 5, delay: () => 1 });
    expect(found).toMatchObject({
      judgement: 'few',
      reason: 'No outcome is mature yet: first mature on 2026-02-22.',
    });
  });
});

describe('without a baseline', () => {
  const policy = { outcomes: { keyColumn: 'lead', maturityDays: 7 } };

  test('it waits for the first outcomes of the version, and says how many', async () => {
    const found = await section({ leads: 300, days: 60, policy });
    expect(found).toMatchObject({ status: 'unknown', judgement: 'few', baseline: null, estimated: null });
    expect(found.reason).toMatch(
      /scored by a model that had seen it.*about 2\d\d more mature outcomes are needed/,
    );
  });

  test('they are the baseline from then on, and are not judged themselves', async () => {
    const found = await section({ leads: 6_000, policy });
    expect(found).toMatchObject({ status: 'green', baselineSource: 'outcomes', baseline: { n: 500 } });
    expect(found.looks.at(-1)?.n).toBeLessThanOrEqual(5_650 - 500);
  });
});

describe('a fall that would be missed', () => {
  const weak = { shift: () => 0.6, policy: { outcomes: { keyColumn: 'lead', maturityDays: 7 } } };

  test('because the baseline is small is not cured by more outcomes, and that is said', async () => {
    const found = await section({ ...weak, leads: 20_000 });
    expect(found).toMatchObject({ status: 'unknown', judgement: 'few', baseline: { n: 500 } });
    expect(found.reason).toMatch(
      /^The baseline of 500 outcomes is too small to judge: a fall of 0.1 would be missed/,
    );
    const wanted = Number(/about ([\d,]+) outcomes/.exec(found.reason ?? '')?.[1]?.replace(',', ''));
    const performance = { baselineOutcomes: wanted };
    const enough = await section({ ...weak, leads: 20_000, policy: { ...weak.policy, performance } });
    expect(enough).toMatchObject({ judgement: 'judged', baseline: { n: wanted } });
  });

  test('because the newest weeks are thin waits for more', async () => {
    const found = await section({ ...weak, leads: 600, rows: 20_000, policy: HOLDOUT });
    expect(found.reason).toMatch(
      /^Too few outcomes to judge: .*; about [\d,]+ more mature outcomes are needed/,
    );
  });
});

describe('a frozen baseline', () => {
  const policy = { outcomes: { keyColumn: 'lead', maturityDays: 7 } };
  const world = { leads: 6_000, policy };
  const keeper = () => {
    const kept: [string, FrozenBaseline][] = [];
    const baselines: Baselines = {
      read: (version) => kept.find(([other]) => other === version)?.[1] ?? 'absent',
      keep: (version, record) => kept.push([version, record]),
    };
    return { kept, baselines };
  };

  test('is that of the first report for ever, also when the log has lost its leads', async () => {
    const { kept, baselines } = keeper();
    const first = await section({ ...world, baselines });
    expect(kept.map(([version, { rows }]) => [version, rows.reduce((sum, { n }) => sum + n, 0)])).toEqual([
      ['1.0.0', 500],
    ]);
    const later = await section({ ...world, baselines, logDays: 100, previous: first });
    expect(kept).toHaveLength(1);
    expect(later.baseline).toEqual(first.baseline);
    expect(later.baselineNote).toBeNull();
    expect(later).toMatchObject({ status: 'green', baselineSource: 'outcomes' });
  });

  test('holds no cell of fewer leads than k, and the figures of its leads', async () => {
    const { kept, baselines } = keeper();
    const grouped = await section({ ...world, baselines });
    expect(Math.min(...(kept[0]?.[1].rows ?? []).map(({ n }) => n))).toBeGreaterThanOrEqual(5);
    const exact = await section({ ...world, policy: { ...policy, privacy: { k: 1 } } });
    const difference = (grouped.baseline?.rocAuc?.value ?? 0) - (exact.baseline?.rocAuc?.value ?? 1);
    expect(Math.abs(difference)).toBeLessThan(0.003);
    expect(grouped.baseline?.accuracy?.value).toBe(exact.baseline?.accuracy?.value);
  });

  test('that is gone or damaged is made anew, and that is said', async () => {
    const { baselines } = keeper();
    const first = await section({ ...world, baselines });
    const gone = await section({ ...world, baselines: keeper().baselines, logDays: 60, previous: first });
    expect(gone.baselineNote).toMatch(/^The frozen baseline is gone from the archive; it was made anew/);
    const damaged = { read: () => 'damaged' as const, keep: () => expect.unreachable() };
    const found = await section({ ...world, baselines: damaged });
    expect(found.baselineNote).toMatch(/^The frozen baseline in the archive cannot be read/);
    expect(found.baseline).toEqual(first.baseline);
  });

  test('is not made of outcomes whose delay is not known well', async () => {
    const { kept, baselines } = keeper();
    const delay = (engaged: boolean, uniform: number) => (engaged ? 3 * uniform : 10 + 10 * uniform);
    await section({
      leads: 3_000,
      days: 30,
      delay,
      policy: { outcomes: { keyColumn: 'lead' } },
      baselines,
    });
    expect(kept).toEqual([]);
  });
});

test('a reference that another version scored is no baseline', async () => {
  const reference = { scores: 'holdout', modelVersion: '0.9.0' };
  const found = await section({ leads: 300, days: 60, policy: { ...HOLDOUT, reference } });
  expect(found).toMatchObject({ judgement: 'few', baselineSource: null, baseline: null });
  expect(found.reason).toContain('the reference was scored by another version of the model');
  // What it would calibrate is not estimated either.
  expect(found).toMatchObject({ estimated: null, expected: null, realised: { n: expect.any(Number) } });
  expect(found.windows.every(({ estimated }) => estimated === null)).toBe(true);
});
