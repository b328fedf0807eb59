import { describe, expect, test } from 'vitest';
import { NOW, referenceOf, testContext } from '../../../tests/support/metrics-context.ts';
import { stump } from '../../../tests/support/models.ts';
import { type ReadScoringModel, scoringModel } from '../../model/attribution/scoring-model.ts';
import { exactOutputs } from '../../model/attribution/tree-shap.ts';
import type { ReferenceScores } from '../../model/reference-scores.ts';
import type { Attribution } from '../../report/schema/attribution.ts';
import { attributionSchema } from '../../report/schema/attribution.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { scoreEffect } from '../../wording/attribution.ts';
import { driftSection } from '../drift/index.ts';
import { attributionSection } from './section.ts';

interface Lead {
  readonly quality: number;
  readonly copy: number;
  readonly industry: string;
  readonly unused: number;
}

interface Plan {
  readonly count: number;
  readonly seed: number;
  /** Shift of `quality`, which the score follows, and of `unused`, which it does not. */
  readonly quality?: number;
  readonly unused?: number;
}

function leads({ count, seed, quality = 0, unused = 0 }: Plan): Lead[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const own = random.normal() + quality;
    return {
      quality: own,
      copy: own + 0.2 * random.normal(),
      industry: random.uniform() < 0.5 ? 'finance' : 'retail',
      unused: random.normal() + unused,
    };
  });
}

const scoreOf = ({ quality, industry }: Lead): number =>
  1 / (1 + Math.exp(-(0.8 * quality + (industry === 'finance' ? 0.5 : -0.5))));

const columnsOf = (rows: readonly Lead[]) => ({
  quality: rows.map((row) => row.quality),
  copy: rows.map((row) => row.copy),
  industry: rows.map((row) => row.industry),
  unused: rows.map((row) => row.unused),
});

const HOUR = 3_600_000;
const WITHOUT_COPY = { drift: { multivariate: false, features: { copy: { ignore: true } } } };

interface Case {
  readonly reference: readonly Lead[] | null;
  readonly production: readonly Lead[];
  readonly earlier?: readonly Lead[];
  readonly score?: (lead: Lead) => number;
  readonly referenceScores?: boolean;
  readonly model?: ReadScoringModel | null;
  readonly policy?: unknown;
  /** Version that scored the lead at this place, the newest first, and its score. Default one for all. */
  readonly version?: (i: number, of: 'window' | 'before') => string;
  readonly scoreOfVersion?: (score: number, version: string) => number;
  readonly referenceVersion?: string;
}

async function attributionOf(given: Case): Promise<Attribution> {
  const score = given.score ?? scoreOf;
  const logged = (rows: readonly Lead[], of: 'window' | 'before') =>
    rows.map((lead, i) => {
      const modelVersion = given.version?.(i, of) ?? '1.0.0';
      return {
        time: (of === 'window' ? NOW : NOW - 7 * 24 * HOUR) - HOUR - (i / rows.length) * 150 * HOUR,
        score: given.scoreOfVersion?.(score(lead), modelVersion) ?? score(lead),
        input: { ...lead },
        modelVersion,
      };
    });
  const data = {
    predictions: [...logged(given.production, 'window'), ...logged(given.earlier ?? [], 'before')],
    ...(given.reference === null ? {} : { reference: columnsOf(given.reference) }),
  };
  const context = await testContext(data, given.policy ?? WITHOUT_COPY);
  const values = (given.reference ?? []).map(score);
  const reference = { ...referenceOf(data), scores: values };
  const scores: ReferenceScores =
    given.referenceScores === false || given.reference === null
      ? { source: 'none', reason: 'there are none' }
      : { source: 'reference-column', values, description: 'the score column' };
  const drift = await driftSection(context, reference, silentReporter);
  const section = await attributionSection(context, {
    drift,
    reference,
    scores,
    model: given.model ?? null,
    version: given.referenceVersion ?? null,
  });
  return attributionSchema.parse(section);
}

const sumOf = ({ rows, rest }: Attribution): number =>
  rows.reduce((sum, row) => sum + row.contribution, rest ?? Number.NaN);
const rowOf = (attribution: Attribution, feature: string) => {
  const found = attribution.rows.find((row) => row.feature === feature);
  if (found === undefined) throw new Error(`no row for ${feature}`);
  return found;
};

describe('trees fitted to the logged scores', () => {
  test('tell a shift that moves the scores from one that does not, and add up', async () => {
    const attribution = await attributionOf({
      reference: leads({ count: 1_500, seed: 1 }),
      production: leads({ count: 1_500, seed: 2, quality: 0.6, unused: 1.5 }),
    });
    expect(attribution).toMatchObject({ method: 'surrogate', against: 'reference', reason: null });
    expect(attribution.r2?.reference).toBeGreaterThan(0.9);
    expect(attribution.r2?.production).toBeGreaterThan(0.8);
    expect(Math.abs(sumOf(attribution) - (attribution.total ?? 0))).toBeLessThan(1e-9);
    expect(attribution.rows[0]?.feature).toBe('quality');
    expect(scoreEffect(rowOf(attribution, 'quality'))).toBe('moves');
    expect(scoreEffect(rowOf(attribution, 'unused'))).toBe('negligible');
    // The change by quality alone, in the same leads scored with and without its shift.
    const moved = leads({ count: 1_500, seed: 2, quality: 0.6 });
    const before = leads({ count: 1_500, seed: 2 });
    const mean = (rows: readonly Lead[]) => rows.reduce((sum, lead) => sum + scoreOf(lead), 0) / rows.length;
    const [low = 0, high = 0] = rowOf(attribution, 'quality').interval;
    const truth = mean(moved) - mean(before);
    expect(low).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
  });

  test('features that go together have one row', async () => {
    const attribution = await attributionOf({
      reference: leads({ count: 600, seed: 1 }),
      production: leads({ count: 600, seed: 2, quality: 0.6 }),
      policy: { drift: { multivariate: false } },
    });
    const group = attribution.rows.find((row) => row.with.length > 0);
    expect([group?.feature, ...(group?.with ?? [])].sort()).toEqual(['copy', 'quality']);
  });

  test('the mean score by value rises with the quality, over at least k rows', async () => {
    const { values } = await attributionOf({
      reference: leads({ count: 800, seed: 1 }),
      production: leads({ count: 700, seed: 2 }),
    });
    const points = values.find(({ feature }) => feature === 'quality')?.points ?? [];
    expect(points.length).toBeGreaterThan(3);
    const means = points.map(({ production }) => production?.mean ?? 0);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    const industries = values.find(({ feature }) => feature === 'industry')?.points ?? [];
    expect(industries.map(({ name }) => name).sort()).toEqual(['finance', 'retail']);
    const counts = values.flatMap(({ points: own }) =>
      own.flatMap((p) => [p.reference?.n ?? 5, p.production?.n ?? 5]),
    );
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
  });
});

test('k counts leads, not rows: who is scored again and again has no mean of their own', async () => {
  const random = seededRandom(5);
  const production = leads({ count: 600, seed: 2 }).map((lead, i) =>
    i < 40 ? { ...lead, industry: 'mining', quality: i % 2, copy: 0, unused: 0 } : lead,
  );
  const reference = leads({ count: 600, seed: 1 }).map((lead) =>
    random.uniform() < 0.1 ? { ...lead, industry: 'mining' } : lead,
  );
  const { values } = await attributionOf({ reference, production });
  const point = values
    .find(({ feature }) => feature === 'industry')
    ?.points.find(({ name }) => name === 'mining');
  expect(point?.reference?.n).toBeGreaterThan(30);
  expect(point?.production).toBeNull();
});

test('numbers that the log writes as strings are read as numbers', async () => {
  const plan = { count: 800, seed: 2, quality: 0.6 };
  const given = { reference: leads({ count: 800, seed: 1 }), production: leads(plan) };
  const asStrings = given.production.map((lead) => ({ ...lead, quality: String(lead.quality) }));
  const score = (lead: Lead): number => scoreOf({ ...lead, quality: Number(lead.quality) });
  const attribution = await attributionOf({
    ...given,
    score,
    production: asStrings as unknown as readonly Lead[],
  });
  expect(attribution.rows).toEqual((await attributionOf(given)).rows);
});

test('a reference without scores: the window before, and it says so', async () => {
  const attribution = await attributionOf({
    reference: leads({ count: 300, seed: 1 }),
    referenceScores: false,
    production: leads({ count: 600, seed: 2, quality: 0.8 }),
    earlier: leads({ count: 600, seed: 3 }),
  });
  expect(attribution).toMatchObject({ method: 'surrogate', against: 'earlier-window', nReference: 600 });
  expect(attribution.rows[0]?.feature).toBe('quality');
});

describe('versions of the model are not mixed', () => {
  const steady = { reference: leads({ count: 600, seed: 1 }), production: leads({ count: 600, seed: 2 }) };
  /** 1.1.0 gives every lead 0.1 more. */
  const scoreOfVersion = (score: number, version: string): number =>
    version === '1.1.0' ? score * 0.8 + 0.15 : score;

  test('of the window counts what the version in use made, since it took over', async () => {
    const attribution = await attributionOf({
      ...steady,
      version: (i) => (i < 300 ? '1.1.0' : '1.0.0'),
      scoreOfVersion,
      referenceVersion: '1.0.0',
    });
    expect(attribution.nProduction).toBe(300);
    expect(attribution.notes.join(' ')).toContain('Of model 1.1.0 alone, in use since');
    expect(attribution.notes.join(' ')).toContain('The reference was scored by another version of the model');
    // The mean of 0.8 s + 0.15 less that of s, where the inputs did not move.
    const mean = steady.production.slice(0, 300).reduce((sum, lead) => sum + scoreOf(lead), 0) / 300;
    expect(attribution.rest).toBeCloseTo(0.15 - 0.2 * mean, 1);
  });

  test('a version that took over a few rows ago is not explained yet', async () => {
    const { method, reason } = await attributionOf({
      ...steady,
      version: (i) => (i < 20 ? '1.1.0' : '1.0.0'),
    });
    expect(method).toBe('none');
    expect(reason).toMatch(/1\.1\.0 alone.*20 predictions; at least 30/);
  });

  test('of the window before counts what the version in use made, where that is enough', async () => {
    const earlier = leads({ count: 600, seed: 3 });
    const withNewer = (newer: number) =>
      attributionOf({
        ...steady,
        referenceScores: false,
        earlier,
        version: (i, of) => (of === 'window' || i < newer ? '1.1.0' : '1.0.0'),
        scoreOfVersion,
      });
    const enough = await withNewer(300);
    expect(enough).toMatchObject({ against: 'earlier-window', nReference: 300, notes: [] });
    expect(Math.abs(enough.rest ?? 1)).toBeLessThan(0.02);
    const few = await withNewer(50);
    expect(few.nReference).toBe(600);
    expect(few.notes.join(' ')).toContain('The window before was scored by another version of the model');
  });

  test('versions that took turns are said to be mixed', async () => {
    const { notes } = await attributionOf({
      ...steady,
      version: (i) => (i % 2 === 0 ? '1.1.0' : '1.0.0'),
      scoreOfVersion: (score, version) => (version === '1.1.0' ? score * 0.95 + 0.03 : score),
    });
    expect(notes.join(' ')).toMatch(
      /2 model versions are mixed here.*What one changes against another at the same inputs/,
    );
  });
});

describe('nothing is claimed', () => {
  const steady = { reference: leads({ count: 300, seed: 1 }), production: leads({ count: 300, seed: 2 }) };
  const random = seededRandom(9);
  test.each<[string, Case, RegExp]>([
    [
      'of scores that nothing explains',
      { ...steady, score: () => random.uniform() },
      /explain too little of the scores.*70 %/,
    ],
    ['of scores that do not vary', { ...steady, score: () => 0.5 }, /do not vary/],
    [
      'without scores to compare with',
      { ...steady, referenceScores: false },
      /Neither the reference has scores/,
    ],
    ['without a reference', { ...steady, reference: null }, /Neither the reference has scores/],
    [
      'of too few predictions',
      { ...steady, production: leads({ count: 12, seed: 2 }) },
      /12 predictions; at least 30/,
    ],
  ])('%s', async (_, given, reason) => {
    const attribution = await attributionOf(given);
    expect(attribution).toMatchObject({ method: 'none', rows: [], rest: null, values: [] });
    expect(attribution.reason).toMatch(reason);
  });
});

describe('the model itself', () => {
  const ensemble = {
    trees: [stump(0, 0.2, -1, 1), stump(1, -0.3, 0.4, -0.2)],
    treeOutput: new Int32Array(2),
    baseMargin: new Float32Array(1),
    link: 'logistic' as const,
    featureNames: ['quality', 'unused'],
  };
  const model: ReadScoringModel = { status: 'ok', model: scoringModel(ensemble, null) };
  const score = ({ quality, unused }: Lead): number =>
    exactOutputs(ensemble, { values: Float32Array.from([quality, unused]), count: 1 })[0] ?? 0;

  test('explains the scores exactly where the log has its inputs', async () => {
    const attribution = await attributionOf({
      reference: leads({ count: 400, seed: 1 }),
      production: leads({ count: 400, seed: 2, quality: 0.6 }),
      score,
      model,
    });
    expect(attribution).toMatchObject({ method: 'shap', notes: [] });
    expect(attribution.r2).toEqual({ reference: 1, production: 1 });
    expect(Math.abs(attribution.rest ?? 1)).toBeLessThan(1e-9);
    expect(attribution.rows.map(({ feature }) => feature)).toEqual(['quality', 'unused']);
  });

  test('scores a reference that has none', async () => {
    const attribution = await attributionOf({
      reference: leads({ count: 400, seed: 1 }),
      referenceScores: false,
      production: leads({ count: 400, seed: 2, quality: 0.6 }),
      score,
      model,
    });
    expect(attribution).toMatchObject({ method: 'shap', against: 'reference' });
  });

  test.each<[string, Partial<Case>, RegExp]>([
    ['gives other scores than the log', {}, /other scores than the log/],
    [
      'needs inputs that the log lacks',
      {
        model: {
          status: 'ok',
          model: scoringModel({ ...ensemble, featureNames: ['quality', 'gone'] }, null),
        },
      },
      /lacks 1 of the model's 2 inputs/,
    ],
    [
      'cannot be read',
      { model: { status: 'not-applicable', reason: 'it is a network' } },
      /It is a network\./,
    ],
  ])('is not used where it %s', async (_, given, note) => {
    const attribution = await attributionOf({
      reference: leads({ count: 400, seed: 1 }),
      production: leads({ count: 400, seed: 2, quality: 0.6 }),
      model,
      ...given,
    });
    expect(attribution.method).toBe('surrogate');
    expect(attribution.notes.join()).toMatch(note);
  });
});
