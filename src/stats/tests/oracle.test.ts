import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeWithCases } from '../../../tests/support/cases.ts';
import { expectScipy, expectTail, ok } from '../../../tests/support/tolerance.ts';
import { benjaminiHochberg } from '../benjamini-hochberg.ts';
import { clopperPearsonInterval } from '../distributions/clopper-pearson.ts';
import { kolmogorovSurvival } from '../distributions/kolmogorov-distribution.ts';
import { chiSquaredSurvival } from '../distributions/survival.ts';
import { wilsonInterval } from '../distributions/wilson.ts';
import { categoricalTableFromCounts, numericTable } from '../tables/joint-table-from.ts';
import { andersonDarling } from './anderson-darling/anderson-darling.ts';
import { clippedAndersonP } from './anderson-darling/anderson-darling-clipped.ts';
import { chiSquaredHomogeneity } from './chi-squared/chi-squared.ts';
import { gHomogeneity } from './chi-squared/g-test.ts';
import { cramerVonMises } from './cramer-von-mises/cramer-von-mises.ts';
import { energyDistance } from './energy/energy.ts';
import { eppsSingleton } from './epps-singleton/epps-singleton.ts';
import { fisherExactP } from './fisher/fisher-exact.ts';
import { jensenShannonDistance } from './jensen-shannon/jensen-shannon.ts';
import { ksTwoSample } from './ks/ks.ts';
import { mannWhitney } from './mann-whitney/mann-whitney.ts';
import { studentT } from './t/t-test.ts';
import { wassersteinDistance } from './wasserstein/wasserstein.ts';

const number = z.number();
const statisticAndP = z.object({ statistic: number, p: number });

const oracleSchema = z.object({
  numeric: z.array(
    z.object({
      kind: z.string(),
      n: number,
      m: number,
      x: z.array(number),
      y: z.array(number),
      expected: z.object({
        ks: statisticAndP.extend({ location: number, sign: number }),
        ks_asymp: z.object({ p: number }),
        wasserstein: number,
        energy: number,
        mann_whitney: z.object({ u: number, p: number }),
        cvm: statisticAndP,
        t: statisticAndP,
        welch: statisticAndP.extend({ df: number }),
        anderson: z.object({ statistic: number, p_clipped: number }),
        epps_singleton: statisticAndP,
      }),
    }),
  ),
  categorical: z.array(
    z.object({
      reference: z.array(number),
      production: z.array(number),
      expected: z.object({
        chi2_homogeneity: statisticAndP,
        g_homogeneity: statisticAndP,
        cramers_v: number,
        fisher: number.nullish(),
        js_distance_natural: number,
      }),
    }),
  ),
  benjamini_hochberg: z.array(z.object({ p: z.array(number), bh: z.array(number) })),
  special: z.array(
    z.union([
      z.object({ fn: z.literal('chi2.sf'), x: number, df: number, value: number }),
      z.object({ fn: z.literal('kstwo.sf'), d: number, n: number, value: number }),
    ]),
  ),
  proportion_intervals: z.array(
    z.object({ k: number, n: number, wilson: z.array(number), clopper_pearson: z.array(number) }),
  ),
});

describeWithCases('SciPy oracle', (path) => {
  const load = () => oracleSchema.parse(JSON.parse(readFileSync(path('oracle/scipy.json'), 'utf8')));

  it('agrees on every numeric pair', () => {
    const { numeric } = load();
    expect(numeric.length).toBeGreaterThan(30);
    for (const { kind, n, m, x, y, expected } of numeric) {
      const where = `${kind} ${n}/${m}`;
      const table = numericTable(x, y);
      const ks = ok(ksTwoSample(table));
      expectScipy(ks.statistic, expected.ks.statistic, where);
      expectTail(ks.p, expected.ks.p, where);
      expect(ks.details, where).toEqual({ location: expected.ks.location, sign: expected.ks.sign });
      expectTail(kolmogorovSurvival(ks.statistic, Math.round((n * m) / (n + m))), expected.ks_asymp.p, where);
      expectScipy(ok(wassersteinDistance(table)).statistic, expected.wasserstein, where);
      expectScipy(ok(energyDistance(table)).statistic, expected.energy, where);
      const mann = ok(mannWhitney(table));
      expectScipy(mann.statistic, expected.mann_whitney.u, where);
      expectTail(mann.p, expected.mann_whitney.p, where);
      const cramer = ok(cramerVonMises(table));
      expectScipy(cramer.statistic, expected.cvm.statistic, where);
      expectScipy(cramer.p, expected.cvm.p, where);
      const student = ok(studentT(table));
      expectScipy(student.statistic, expected.t.statistic, where);
      expectTail(student.p, expected.t.p, where);
      expectTail(student.details?.['welchP'], expected.welch.p, where);
      expectScipy(student.details?.['welchDegreesOfFreedom'], expected.welch.df, where);
      const anderson = ok(andersonDarling(table));
      expectScipy(anderson.statistic, expected.anderson.statistic, where);
      expectScipy(clippedAndersonP(anderson.statistic), expected.anderson.p_clipped, where);
      const epps = ok(eppsSingleton(table));
      expectScipy(epps.statistic, expected.epps_singleton.statistic, where);
      expectScipy(epps.p, expected.epps_singleton.p, where);
    }
  });

  it('agrees on every contingency table', () => {
    const { categorical } = load();
    expect(categorical.length).toBeGreaterThan(50);
    for (const { reference, production, expected } of categorical) {
      const counts = (row: readonly number[]) => new Map(row.map((count, i) => [`c${i}`, count]));
      const table = categoricalTableFromCounts(counts(reference), counts(production));
      const chi = ok(chiSquaredHomogeneity(table, { pool: false }));
      expectScipy(chi.statistic, expected.chi2_homogeneity.statistic);
      expectTail(chi.p, expected.chi2_homogeneity.p);
      expectScipy(chi.effect?.value, expected.cramers_v);
      const g = ok(gHomogeneity(table, { pool: false }));
      expectScipy(g.statistic, expected.g_homogeneity.statistic);
      expectTail(g.p, expected.g_homogeneity.p);
      expectScipy(ok(jensenShannonDistance(table)).statistic, expected.js_distance_natural);
      if (typeof expected.fisher === 'number') {
        const [a = 0, b = 0] = reference;
        const [c = 0, d = 0] = production;
        expectTail(fisherExactP(a, b, c, d), expected.fisher);
      }
    }
  });

  it('agrees on tails, adjusted p-values and intervals', () => {
    const { special, benjamini_hochberg, proportion_intervals } = load();
    for (const item of special) {
      const actual =
        item.fn === 'chi2.sf' ? chiSquaredSurvival(item.x, item.df) : kolmogorovSurvival(item.d, item.n);
      expectTail(actual, item.value, JSON.stringify(item));
    }
    for (const { p, bh } of benjamini_hochberg) {
      benjaminiHochberg(p).forEach((adjusted, i) => {
        expectScipy(adjusted, bh[i] ?? Number.NaN);
      });
    }
    for (const { k, n, wilson, clopper_pearson } of proportion_intervals) {
      [...wilsonInterval(k, n), ...clopperPearsonInterval(k, n)].forEach((end, i) => {
        expectScipy(end, [...wilson, ...clopper_pearson][i] ?? Number.NaN);
      });
    }
  });
});
