import { describe, expect, test } from 'vitest';
import { type Random, seededRandom } from '../distributions/random.ts';
import { areaUnderCurve } from './auc.ts';
import { dropExceeds, type Exceeds, lookAtFall, miscalibrationExceeds, nextState } from './drop-rule.ts';

/** Leads of which 30 % engage, scored by a model whose classes are `shift` standard deviations apart. */
function outcomes(random: Random, n: number, shift: number) {
  const scores: number[] = [];
  const labels: number[] = [];
  for (let i = 0; i < n; i++) {
    const label = random.uniform() < 0.3 ? 1 : 0;
    labels.push(label);
    scores.push(random.normal() + shift * label);
  }
  return { scores, labels };
}

function figures({ scores, labels }: ReturnType<typeof outcomes>) {
  const right = scores.filter((score, i) => score > 0.8 === (labels[i] === 1)).length / scores.length;
  return {
    auc: areaUnderCurve(scores, labels) ?? null,
    accuracy: { value: right, interval: [0, 1] as const },
    accuracyVariance: (right * (1 - right)) / scores.length,
  };
}

const LIMITS = { tolerance: 0.01, criticalDrop: 0.1 };

/** A year of weekly reports with looks at 1, 4 and 13 weeks; from `change` on the model is another. */
function year(seed: number, perWeek: number, before: number, change = Infinity, after = before) {
  const random = seededRandom(seed);
  const baseline = figures(outcomes(random, 500, before));
  const weeks: ReturnType<typeof outcomes>[] = [];
  let state: ReturnType<typeof nextState> | null = null;
  let opened = -1;
  let critical = false;
  for (let week = 0; week < 52; week++) {
    weeks.push(outcomes(random, perWeek, week < change ? before : after));
    const looks = [1, 4, 13].map((length) => {
      const recent = weeks.slice(-length);
      return lookAtFall(
        baseline,
        figures({
          scores: recent.flatMap(({ scores }) => scores),
          labels: recent.flatMap(({ labels }) => labels),
        }),
        LIMITS,
      );
    });
    state = nextState(state, dropExceeds(looks), (week + 1) * perWeek);
    if (state.state === 'open' && opened < 0) opened = week;
    critical ||= looks.some((look) => look.critical);
  }
  return { opened, critical };
}

describe.each([
  ['0.62', 0.432],
  ['0.85', 1.466],
])('a year of a model of AUC %s', (_, shift) => {
  test('that does not change opens in at most one log of twenty, and is never critical', () => {
    const years = Array.from({ length: 40 }, (_unused, i) => year(i + 1, 120, shift));
    expect(years.filter(({ opened }) => opened >= 0).length).toBeLessThanOrEqual(2);
    expect(years.filter(({ critical }) => critical).length).toBe(0);
  });
});

test('a good model that dies is open within three weeks, and critical', () => {
  const years = Array.from({ length: 20 }, (_, i) => year(i + 100, 120, 1.466, 20, 0));
  for (const { opened, critical } of years) {
    expect(opened).toBeGreaterThanOrEqual(20);
    expect(opened).toBeLessThan(23);
    expect(critical).toBe(true);
  }
});

describe('from report to report', () => {
  const found = (edit: Partial<Exceeds> = {}): Exceeds => ({
    opens: false,
    closes: false,
    atOnce: false,
    ...edit,
  });
  const states = (list: readonly [Exceeds, number][]) => {
    let state: ReturnType<typeof nextState> | null = null;
    return list.map(([exceeds, n]) => {
      state = nextState(state, exceeds, n);
      return state.state;
    });
  };

  test('it opens on the second report in a row that exceeds, and closes once it is clearly within', () => {
    const opens = found({ opens: true });
    expect(
      states([
        [opens, 1],
        [found(), 2],
        [opens, 3],
        [opens, 4],
        [found(), 5],
        [found({ closes: true }), 6],
      ]),
    ).toEqual(['suspected', 'closed', 'suspected', 'open', 'open', 'closed']);
  });

  test('a report without new outcomes changes nothing', () => {
    const opens = found({ opens: true });
    expect(
      states([
        [opens, 1],
        [opens, 1],
        [opens, 2],
        [found({ closes: true }), 2],
      ]),
    ).toEqual(['suspected', 'suspected', 'open', 'open']);
  });

  test('far beyond it opens at once', () => {
    expect(states([[found({ atOnce: true }), 1]])).toEqual(['open']);
  });

  test('a calibration that is off by little is none, however surely', () => {
    expect(miscalibrationExceeds({ ratio: 0.9, z: -9 })).toMatchObject({ opens: false, closes: true });
    expect(miscalibrationExceeds({ ratio: 0.7, z: -3.5 })).toMatchObject({ opens: true, closes: false });
    expect(miscalibrationExceeds({ ratio: 1.3, z: 2 })).toMatchObject({ opens: false, closes: false });
  });
});
