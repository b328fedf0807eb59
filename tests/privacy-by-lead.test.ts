import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { driftSection } from '../src/metrics/drift/index.ts';
import { chooseScoreReference } from '../src/metrics/score-reference.ts';
import { scoresSection } from '../src/metrics/scores.ts';
import type { Feature, Report } from '../src/report/schema/report.ts';
import { silentReporter } from '../src/settings/reporter.ts';
import { caseReport } from './support/case-report.ts';
import { describeWithCases } from './support/cases.ts';
import { referenceOf, testContext } from './support/metrics-context.ts';
import { logOf, type MadeLead, madeLeads } from './support/privacy-logs.ts';

/** Logs; `PRIVACY_LOGS=200` is the long form. */
const LOGS = Number(process.env['PRIVACY_LOGS'] ?? 12);
const K = 5;

interface Published {
  readonly drift: Report['drift'];
  readonly scores: Report['scores'];
}

async function published(leads: readonly MadeLead[], reference: readonly MadeLead[]): Promise<Published> {
  const data = logOf(leads, reference);
  const context = await testContext(data, { drift: { multivariate: false } });
  const none = await chooseScoreReference(context, { source: 'none', reason: 'none' });
  return {
    drift: await driftSection(context, referenceOf(data), silentReporter),
    scores: await scoresSection(context, none),
  };
}

/** Every count of leads by feature or score in a report, by its place. */
function counts({ drift, scores }: Published): Map<string, number> {
  const found = new Map<string, number>();
  for (const feature of drift.features) {
    const { name, distribution, schema } = feature;
    const own: Record<string, number> = {
      nReference: feature.nReference,
      nProduction: feature.nProduction,
      missingReference: feature.missingReference,
      missingProduction: feature.missingProduction,
      mismatched: schema.mismatchedProduction,
      newRows: schema.newCategories.rows,
      vanishedRows: schema.vanishedCategories.rows,
    };
    for (const [what, count] of Object.entries(own)) found.set(`${name} ${what}`, count);
    for (const point of feature.overTime) found.set(`${name} ${point.start}`, point.n);
    if (distribution.kind === 'histogram') {
      for (const side of ['reference', 'production'] as const) {
        for (const [i, n] of distribution[side].entries()) {
          found.set(`${name} ${side} ${distribution.edges[i]}`, n);
        }
      }
    }
    if (distribution.kind === 'categories') {
      for (const { name: category, reference, production } of [
        ...distribution.categories,
        { name: '(pooled)', ...distribution.pooled },
        ...(distribution.smaller === undefined ? [] : [{ name: '(smaller)', ...distribution.smaller }]),
      ]) {
        found.set(`${name} ${category} reference`, reference);
        found.set(`${name} ${category} production`, production);
      }
    }
  }
  for (const [i, n] of scores.histogram.production.entries()) found.set(`score ${i}`, n);
  for (const { label, count } of scores.labels) found.set(`label ${label}`, count);
  for (const { version, count, engaged } of scores.versions) {
    found.set(`version ${version}`, count);
    found.set(`version ${version} engaged`, engaged);
  }
  return found;
}

const feature = ({ drift }: Published, name: string): Feature => {
  const found = drift.features.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no feature ${name}`);
  return found;
};

const leadsWith = (leads: readonly MadeLead[], holds: (lead: MadeLead) => boolean): number =>
  new Set(leads.filter(holds).map(({ lead }) => lead)).size;

describe.each(Array.from({ length: LOGS }, (_, seed) => seed + 1))(
  'log %i, with clients that try again',
  (seed) => {
    const leads = madeLeads(seed, 60 + 13 * (seed % 9));
    const reference = madeLeads(1_000 + seed, 90);

    test('publishes multiples of k only, and no more than there are leads', async () => {
      const report = await published(leads, reference);
      for (const [place, count] of counts(report)) expect(count % K, place).toBe(0);
      for (const [side, all] of [
        ['production', leads],
        ['reference', reference],
      ] as const) {
        for (const key of ['industry', 'town', 'level']) {
          const { distribution } = feature(report, key);
          if (distribution.kind !== 'categories') throw new Error(`${key}: expected categories`);
          for (const category of distribution.categories) {
            const own = leadsWith(all, ({ input }) => String(input[key]) === category.name);
            expect(category[side], `${key} ${category.name}`).toBe(own < K ? 0 : own - (own % K));
          }
        }
        const { distribution, summary, ecdf } = feature(report, 'salary');
        if (distribution.kind !== 'histogram') throw new Error('expected bins');
        const salaries = all.map(({ input }) => Number(input['salary'])).sort((a, b) => a - b);
        const { edges } = distribution;
        distribution[side].forEach((count, i) => {
          const [low, high] = [i === 0 ? -Infinity : (edges[i] ?? 0), edges[i + 1] ?? 0];
          const last = i === edges.length - 2;
          const own = salaries.filter((x) => x >= low && (last || x < high)).length;
          expect(count).toBe(own - (own % K));
        });
        const side2 = summary[side];
        if (side2?.kind !== 'numeric') throw new Error('expected a summary');
        // k leads have or exceed the extremes, as far as they are rounded; nobody's own value is given.
        const single = salaries.filter((x) => salaries.filter((y) => y === x).length < K);
        const exact = [
          side2.min,
          side2.p25,
          side2.p50,
          side2.p75,
          side2.max,
          side2.mean,
          ...(ecdf?.values ?? []),
        ];
        const precise = exact.filter((x) => single.includes(x) && x % 100 !== 0);
        expect(precise).toEqual([]);
        expect(salaries.filter((x) => x >= side2.max).length + K).toBeGreaterThanOrEqual(K);
      }
    });

    test('names nothing that fewer than k leads have', async () => {
      const text = JSON.stringify(await published(leads, reference));
      const names = new Set(
        [...leads, ...reference].flatMap(({ input }) => [input['industry'], input['town']]),
      );
      for (const name of names) {
        const has = ({ input }: MadeLead): boolean => input['industry'] === name || input['town'] === name;
        if (leadsWith(leads, has) >= K || leadsWith(reference, has) >= K) continue;
        expect(text).not.toContain(JSON.stringify(name));
      }
      expect(text).not.toMatch(/person\d/);
    });

    test('of two reports with one lead more, less or exchanged, no count tells by how many', async () => {
      const [first, ...others] = leads;
      const [more] = madeLeads(7_000 + seed, 1);
      if (first === undefined || more === undefined) throw new Error('no leads');
      const before = counts(await published(leads, reference));
      for (const changed of [[...leads, more], others, [...others, more]]) {
        const after = counts(await published(changed, reference));
        for (const place of new Set([...before.keys(), ...after.keys()])) {
          const change = (after.get(place) ?? 0) - (before.get(place) ?? 0);
          // Bins move with their edges: each is a multiple of k all the same.
          expect(Math.abs(change) % K, place).toBe(0);
        }
      }
    });
  },
);

test('a lead scored twelve times by a client that tries again leaves nothing of hers', async () => {
  const leads = madeLeads(3, 80);
  const jane: MadeLead = {
    lead: 'jane',
    input: {
      industry: 'Falconry',
      salary: 987_654,
      level: 4,
      town: 'Smallville',
      summary: 'falconer smallville',
    },
    score: 0.987,
    rows: 12,
  };
  const report = await published([...leads, jane], madeLeads(4, 90));
  const text = JSON.stringify(report);
  expect(text).not.toMatch(/falcon|smallville|987654|0\.987/i);
  const salary = feature(report, 'salary');
  if (salary.distribution.kind !== 'histogram') throw new Error('expected bins');
  expect(Math.max(...salary.distribution.edges)).toBeLessThan(987_654);
});

describeWithCases('a case in which leads are scored again and again', (path) => {
  test('names no category of fewer than five leads on either side', async () => {
    const report = await caseReport({
      predictions: path('new-vertical/predictions.jsonl'),
      requests: path('new-vertical/api_requests.jsonl'),
      reference: path('reference/leads_raw.csv'),
    });
    const inputs = readFileSync(path('new-vertical/predictions.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line).input);
    const rows: Record<string, unknown>[] = parse(readFileSync(path('reference/leads_raw.csv'), 'utf8'), {
      columns: true,
    });
    const leadsIn = (all: readonly Record<string, unknown>[], name: string, value: string): number =>
      new Set(all.filter((row) => String(row[name]) === value).map((row) => JSON.stringify(row))).size;
    let named = 0;
    for (const { name, distribution, summary } of report.drift.features) {
      const categories = distribution.kind === 'categories' ? distribution.categories : [];
      const modes = [summary.reference, summary.production].flatMap((side) =>
        side?.kind === 'categorical' && side.mode !== null ? [side.mode] : [],
      );
      for (const value of [...categories.map((category) => category.name), ...modes]) {
        named++;
        expect(
          Math.max(leadsIn(inputs, name, value), leadsIn(rows, name, value)),
          `${name} ${value}`,
        ).toBeGreaterThanOrEqual(K);
      }
    }
    expect(named).toBeGreaterThan(20);
  });
});
