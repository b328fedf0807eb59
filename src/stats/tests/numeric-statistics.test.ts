import { describe, expect, it } from 'vitest';
import { TIED_PRODUCTION, TIED_REFERENCE, tied, untied } from '../../../tests/support/samples.ts';
import { expectScipy, ok } from '../../../tests/support/tolerance.ts';
import { numericTable } from '../tables/joint-table-from.ts';
import { andersonDarling } from './anderson-darling/anderson-darling.ts';
import { clippedAndersonP } from './anderson-darling/anderson-darling-clipped.ts';
import { cramerVonMises } from './cramer-von-mises/cramer-von-mises.ts';
import { energyDistance } from './energy/energy.ts';
import { eppsSingleton } from './epps-singleton/epps-singleton.ts';
import { mannWhitney, mannWhitneyLess } from './mann-whitney/mann-whitney.ts';
import { maximumMeanDiscrepancy } from './mmd/mmd.ts';
import { studentT, welchT } from './t/t-test.ts';
import { wassersteinDistance } from './wasserstein/wasserstein.ts';

// Literals: SciPy 1.17.1 on the samples of test-samples.ts.

describe('wassersteinDistance', () => {
  it("equals SciPy's, and SciPy's over numpy.std of the reference", () => {
    const result = ok(wassersteinDistance(tied));
    expectScipy(result.statistic, 2.775);
    expectScipy(result.effect?.value, 1.110889067022792);
  });

  it('is the shift itself for a pure shift, in any unit', () => {
    const reference = [1, 2, 4, 8];
    const moved = numericTable(
      reference,
      reference.map((x) => x + 3),
    );
    expect(ok(wassersteinDistance(moved)).statistic).toBeCloseTo(3, 12);
    const scaled = numericTable(
      reference.map((x) => x * 2 ** 1000),
      reference.map((x) => (x + 3) * 2 ** 1000),
    );
    expect(ok(wassersteinDistance(scaled)).effect?.value).toBe(ok(wassersteinDistance(moved)).effect?.value);
  });

  it('stays finite at the ends of the number line, and without any spread in the reference', () => {
    expect(ok(wassersteinDistance(numericTable([1e308, -1e308], [-1e308, 1e308, 5]))).statistic).toBeLessThan(
      Infinity,
    );
    expect(ok(wassersteinDistance(numericTable([1, 1], [2, 2]))).effect?.value).toBe(2);
    expect(ok(wassersteinDistance(numericTable([1, 1], [1]))).effect?.value).toBe(0);
  });
});

describe('energyDistance', () => {
  it("equals SciPy's", () => expectScipy(ok(energyDistance(tied)).statistic, 1.3252358280698573));
});

describe('andersonDarling', () => {
  it("has SciPy's statistic, and a p that agrees with SciPy's table where that one is not clipped", () => {
    const result = ok(andersonDarling(tied));
    expectScipy(result.statistic, 2.3402624759436845);
    expectScipy(clippedAndersonP(result.statistic), 0.03552149638910031);
    expect(result.p).toBeGreaterThan(0.033);
    expect(result.p).toBeLessThan(0.038);
  });
});

describe('cramerVonMises', () => {
  it("equals SciPy's asymptotic and exact results", () => {
    const result = ok(cramerVonMises(tied));
    expectScipy(result.statistic, 0.4424768518518518);
    expectScipy(result.p, 0.05604338726800795);
    expectScipy(result.details?.['exactP'], 0.05836647013117601);
    expectScipy(ok(cramerVonMises(untied)).details?.['exactP'], 0.5050505050505051);
  });

  it('keeps the far tail in a detail', () => {
    const n = 200;
    const apart = numericTable(
      Array.from({ length: n }, (_, i) => i),
      Array.from({ length: n }, (_, i) => i + n),
    );
    const tail = ok(cramerVonMises(apart)).details?.['tailP'] ?? 1;
    expect(tail).toBeLessThan(1e-60);
    expect(tail).toBeGreaterThan(0);
  });
});

describe('mannWhitney', () => {
  it("equals SciPy's normal law with ties, and its exact law without", () => {
    const result = ok(mannWhitney(tied));
    expect(result.statistic).toBe(17.5);
    expectScipy(result.p, 0.04954252293742558);
    expectScipy(ok(mannWhitney(untied)).details?.['exactP'], 0.3434343434343435);
    expectScipy(mannWhitneyLess(untied), 0.17171717171717174);
  });

  it('is two-sided: both directions of one shift have one p', () => {
    const there = ok(mannWhitney(numericTable(TIED_REFERENCE, TIED_PRODUCTION)));
    const back = ok(mannWhitney(numericTable(TIED_PRODUCTION, TIED_REFERENCE)));
    expect(back.p).toBe(there.p);
    expect(back.effect?.value).toBeCloseTo(-(there.effect?.value ?? 0), 14);
  });
});

describe('eppsSingleton', () => {
  it("equals SciPy's", () => {
    const result = ok(eppsSingleton(tied));
    expectScipy(result.statistic, 4.784641971893646);
    expectScipy(result.p, 0.31011668713845864);
  });

  it('needs a scale', () => {
    expect(eppsSingleton(numericTable([1, 1, 1, 1, 2], [1, 1, 1, 1, 3]))).toMatchObject({
      status: 'not-applicable',
    });
  });
});

describe('studentT and welchT', () => {
  it("equal SciPy's ttest_ind", () => {
    const student = ok(studentT(tied));
    expectScipy(student.statistic, -2.189052133970715);
    expectScipy(student.p, 0.04376504364912487);
    const welch = ok(welchT(tied));
    expectScipy(welch.statistic, -2.180466241739727);
    expectScipy(welch.p, 0.045668696333277116);
    expectScipy(welch.details?.['degreesOfFreedom'], 14.90544765333211);
    expect(student.details?.['welchP']).toBe(welch.p);
  });

  it('loses no digit to a large offset', () => {
    const offset = (values: number[]): number[] => values.map((x) => x + 2 ** 40);
    const far = ok(studentT(numericTable(offset(TIED_REFERENCE), offset(TIED_PRODUCTION))));
    expectScipy(far.statistic, -2.189052133970715);
  });

  it('has nothing to say without spread', () => {
    expect(studentT(numericTable([1, 1], [2, 2]))).toMatchObject({ status: 'not-applicable' });
  });
});

describe('maximumMeanDiscrepancy', () => {
  it('finds a change of spread that leaves the mean, and repeats itself for a seed', () => {
    const narrow = Array.from({ length: 60 }, (_, i) => (i - 29.5) / 30);
    const wide = narrow.map((x) => 4 * x);
    const result = ok(maximumMeanDiscrepancy(numericTable(narrow, wide)));
    expect(result.p).toBe(1 / 501);
    expect(maximumMeanDiscrepancy(numericTable(narrow, wide))).toEqual(result);
    const halves = numericTable(
      narrow.filter((_, i) => i % 2 === 0),
      narrow.filter((_, i) => i % 2 === 1),
    );
    expect(ok(maximumMeanDiscrepancy(halves)).p).toBeGreaterThan(0.5);
  });
});
