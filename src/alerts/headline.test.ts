import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { headlineOf } from './headline.ts';

const { drift } = fixtureReport({ shift: 1 });
const reason = (id: string, text: string) => ({ id, text, status: 'red' as const, section: 'drift' });
const drifted = reason('drift-share', '5 of 10 features drifted.');
const slow = reason('latency-p95', 'p95 is 7 ms.');

describe('the headline', () => {
  test('says what changed before how much drifted, and the next reason where there is room', () => {
    // The fixture moves llm_geography most: its first category rose by 67 points.
    const said = headlineOf([drifted, slow], drift);
    expect(said).toMatch(
      /^Leads changed: “Finance” in llm_geography up \d\d points\. 5 of 10 features drifted\. p95 is 7 ms\.$/,
    );
    const category = drift.features.find(({ name }) => name === 'llm_geography')?.distribution;
    if (category?.kind !== 'categories') throw new Error('no categories');
    const total = (side: 'reference' | 'production') =>
      [...category.categories, category.pooled].reduce((sum, row) => sum + row[side], 0);
    const [top] = category.categories;
    const points = Math.round(
      ((top?.production ?? 0) / total('production') - (top?.reference ?? 0) / total('reference')) * 100,
    );
    expect(said).toContain(`up ${points} points`);
  });

  test('says the harm that a change of the leads did in place of how many features drifted', () => {
    const fell = reason('performance-drop', 'Accuracy fell by 3 points.');
    expect(headlineOf([drifted, slow, fell], drift)).toMatch(
      /^Leads changed: “Finance” in llm_geography up \d\d points\. Accuracy fell by 3 points\.$/,
    );
    // What the team knows of, or has no room, is not said.
    expect(headlineOf([drifted, slow, { ...fell, silenced: true }], drift)).toContain('5 of 10 features');
    expect(headlineOf([drifted, { ...fell, text: 'x'.repeat(190) }], drift)).toContain('5 of 10 features');
    // Harm that is the heaviest reason comes first by itself.
    expect(headlineOf([fell, drifted], drift)).toBe('Accuracy fell by 3 points. 5 of 10 features drifted.');
  });

  test('does not explain by a change of the leads what is none, and never counts reasons', () => {
    expect(headlineOf([slow, drifted], drift)).toBe('p95 is 7 ms. 5 of 10 features drifted.');
    const long = reason('inputs', 'x'.repeat(150));
    expect(headlineOf([slow, long, drifted], drift)).toBe('p95 is 7 ms.');
  });

  test('of numbers says both medians', () => {
    const numbers = { features: drift.features.filter(({ name }) => name === 'llm_decision_maker') };
    expect(headlineOf([drifted], numbers)).toMatch(
      /^Leads changed: median llm_decision_maker from 49(\.\d)? to 61(\.\d)?\. 5 of 10 features drifted\.$/,
    );
    expect(headlineOf([drifted], { features: [] })).toBe(drifted.text);
  });

  test('takes the category whose share changed most, and no feature in which none changed by five points', () => {
    const geography = drift.features.find(({ name }) => name === 'llm_geography');
    if (geography === undefined) throw new Error('no such feature');
    const of = (name: string, value: number, shares: readonly (readonly [string, number, number])[]) => ({
      ...geography,
      name,
      effect: geography.effect === null ? null : { ...geography.effect, value },
      distribution: {
        kind: 'categories' as const,
        categories: shares.map(([category, reference, production]) => ({
          name: category,
          reference,
          production,
        })),
        pooled: { categories: 0, reference: 0, production: 0 },
      },
    });
    const even = of('companyindustry', 0.9, [
      ['A', 500, 510],
      ['B', 500, 490],
    ]);
    const moved = of('industry', 0.4, [
      ['Retail', 400, 380],
      ['Finance', 100, 250],
      ['Other', 500, 370],
    ]);
    expect(headlineOf([drifted], { features: [even, moved] })).toBe(
      `Leads changed: “Finance” in industry up 15 points. ${drifted.text}`,
    );
    expect(headlineOf([drifted], { features: [even] })).toBe(drifted.text);
  });
});
