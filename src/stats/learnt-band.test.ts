import { describe, expect, test } from 'vitest';
import { seededRandom } from './distributions/random.ts';
import { type DatedValue, learntBand } from './learnt-band.ts';

const LOG = { scale: 'log', falseAlarms: 0.02 } as const;

describe('a band', () => {
  test('has the centre, the standard deviation and Student’s width that follow by hand', () => {
    // One weekday, logarithms 0, 1, 0, 1: residuals 1/√2, -0.5/√1.5, (1 - 1/3)/√(4/3); centre 0.5.
    const history = [0, 1, 0, 1].map((x, i) => ({ day: 7 * i, value: Math.exp(x) * 100 }));
    const band = learntBand(history, 28, LOG);
    const residuals = [1 / Math.sqrt(2), -0.5 / Math.sqrt(1.5), 2 / 3 / Math.sqrt(4 / 3)];
    const mean = residuals.reduce((a, b) => a + b) / 3;
    const sd = Math.sqrt(residuals.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 2);
    // 6.9646 is the 99 % point of Student's t with two degrees of freedom, from a table.
    const half = 6.9646 * sd * Math.sqrt(1.25);
    const centre = Math.log(100) + 0.5 + mean * Math.sqrt(1.25);
    expect(Math.log(band?.centre ?? 0)).toBeCloseTo(centre, 9);
    expect(Math.log(band?.high ?? 0)).toBeCloseTo(centre + half, 3);
    expect(Math.log(band?.low ?? 0)).toBeCloseTo(centre - half, 3);
    expect(band?.n).toBe(3);
  });

  test('is none where the weekday has no value before it, or one residual', () => {
    expect(learntBand([], 7, LOG)).toBeNull();
    expect(
      learntBand(
        [
          { day: 0, value: 9 },
          { day: 7, value: 9 },
        ],
        14,
        LOG,
      ),
    ).toBeNull();
    const daily = Array.from({ length: 40 }, (_, day) => ({ day: day * 7, value: 9 }));
    expect(learntBand(daily, 281, LOG)).toBeNull();
  });

  test('shares stay within 0 and 1, and a constant one has a narrow band', () => {
    const history = Array.from({ length: 35 }, (_, day) => ({ day, value: 0.97 }));
    const band = learntBand(history, 35, { scale: 'logit', falseAlarms: 0.01 });
    expect(band?.low).toBeGreaterThan(0.96);
    expect(band?.high).toBeLessThan(0.98);
  });

  test('one incident that nobody marked does not widen it', () => {
    const random = seededRandom(5);
    const history = Array.from({ length: 60 }, (_, day) => ({
      day,
      value: 500 * Math.exp(0.1 * random.normal()),
    }));
    const marred = history.map((one) => (one.day === 41 ? { ...one, value: 3 } : one));
    const [clean, spoilt] = [history, marred].map((past) => learntBand(past, 61, LOG));
    const width = (band: typeof clean): number => Math.log((band?.high ?? 0) / (band?.low ?? 1));
    expect(width(spoilt) / width(clean)).toBeLessThan(1.15);
  });
});

test('false alarms are what was asked for, under a weekly season and growth, and a fall of 60 % is found', () => {
  const week = [1, 1.1, 1.05, 1, 0.9, 0.4, 0.35];
  const counts = { alarms: 0, found: 0, reports: 0 };
  for (let seed = 0; seed < 25; seed++) {
    const random = seededRandom(seed);
    const past: DatedValue[] = [];
    for (let day = 0; day < 150; day++) {
      const expected = 400 * 1.01 ** (day / 7) * (week[day % 7] ?? 1);
      const value = Math.round(expected * Math.exp(0.12 * random.normal()));
      if (day >= 28 && day % 4 === 0) {
        const band = learntBand(past, day, { scale: 'log', falseAlarms: 0.01 });
        counts.reports++;
        counts.alarms += Number(band === null || value < band.low || value > band.high);
        counts.found += Number(band !== null && value * 0.4 < band.low);
      }
      past.push({ day, value });
    }
  }
  expect(counts.reports).toBe(775);
  expect(counts.alarms / counts.reports).toBeLessThan(0.02);
  expect(counts.found / counts.reports).toBeGreaterThan(0.98);
});
