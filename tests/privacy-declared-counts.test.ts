import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { reportSchema } from '../src/report/schema/report.ts';
import { EXACT_ON_PURPOSE, LEADS } from './support/declared-counts.ts';
import { ratedLeads, reportOf } from './support/rated-leads.ts';

type Node = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node | readonly Node[];
  readonly prefixItems?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly additionalProperties?: Node | boolean;
};

/** Numbers that count leads though the schema lets them be fractions. */
const FRACTIONS = new Set(['n', 'positives', 'effectiveN', 'perWeek']);

/** Paths of all counts in a schema: `[]` stands for an index, `*` for a key. */
function countsIn(node: Node, path = ''): string[] {
  const items = node.items === undefined ? [] : Array.isArray(node.items) ? node.items : [node.items];
  const name = path.slice(path.lastIndexOf('.') + 1);
  return [
    ...(node.type === 'integer' || (node.type === 'number' && FRACTIONS.has(name)) ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
      countsIn(child, path === '' ? key : `${path}.${key}`),
    ),
    ...[...items, ...(node.prefixItems ?? [])].flatMap((child) => countsIn(child, `${path}[]`)),
    ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap((child) =>
      countsIn(child, path),
    ),
    ...(typeof node.additionalProperties === 'object'
      ? countsIn(node.additionalProperties, `${path}.*`)
      : []),
  ];
}

const found = [...new Set(countsIn(z.toJSONSchema(reportSchema, { io: 'output' }) as Node))];

describe('every count of the report is declared', () => {
  test('as one of leads, or as exact on purpose, so that a new one is decided on', () => {
    const declared = [...LEADS, ...Object.values(EXACT_ON_PURPOSE).flat()];
    expect(found.filter((path) => !declared.includes(path))).toEqual([]);
    expect(declared.filter((path) => !found.includes(path))).toEqual([]);
    expect(new Set(declared).size).toBe(declared.length);
  });
});

/** Values at a path of the report. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value];
  if (value === null || typeof value !== 'object') return [];
  if (step === '*' || step === '[]') return Object.values(value).flatMap((child) => valuesAt(child, rest));
  return Object.entries(value).flatMap(([key, child]) => (key === step ? valuesAt(child, rest) : []));
}

const stepsOf = (path: string): string[] => path.replaceAll('[]', '.[]').split('.');

const K = 5;
const SEEN = [
  'attribution.values[].points[].production.n',
  'drift.features[].nProduction',
  'outcomes.n',
  'performance.calibration[].n',
  'performance.realised.n',
  'performance.windows[].labelled',
  'ranking.leads',
  'ranking.rows[].positives',
  'ranking.weeks[].n',
  'scores.histogram.production[]',
];

describe('a report with outcomes', () => {
  test('counts leads in multiples of k, in every section', async () => {
    const report = await reportOf(ratedLeads(1_003));
    for (const path of LEADS) {
      for (const value of valuesAt(report, stepsOf(path))) {
        if (value !== null) expect(Number(value) % K, `${path} ${value}`).toBe(0);
      }
    }
    for (const path of SEEN) expect(valuesAt(report, stepsOf(path)).length, path).toBeGreaterThan(0);
  });

  test('of one lead more, or an outcome exchanged, tells by multiples of k at most', async () => {
    const leads = ratedLeads(1_003);
    const before = await reportOf(leads);
    const [first, ...others] = leads;
    if (first === undefined) throw new Error('no lead');
    for (const changed of [others, [{ ...first, engaged: !first.engaged }, ...others]]) {
      const after = await reportOf(changed);
      for (const path of LEADS) {
        const [was, is] = [before, after].map((report) => valuesAt(report, stepsOf(path)));
        if (was?.length !== is?.length) continue;
        was?.forEach((value, i) => {
          expect(Math.abs(Number(value) - Number(is?.[i])) % K, path).toBe(0);
        });
      }
      // Statistics: where they change at all, by their unit, which is far more than one lead moves them.
      for (const name of ['rocAuc', 'accuracy', 'brier'] as const) {
        const change = Math.abs(
          (before.performance?.realised?.[name]?.value ?? 0) -
            (after.performance?.realised?.[name]?.value ?? 0),
        );
        expect(change === 0 || change > K / 1_003 - 1e-9, `${name} ${change}`).toBe(true);
      }
    }
  });
});
