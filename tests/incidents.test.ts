import { expect, test } from 'vitest';
import { simulateIncidents } from './support/incident-simulation.ts';

const byDay = (a: { day: number }, b: { day: number }): number => a.day - b.day;

test('every incident is told once: opened, worse, recovered, with reruns and days without a report', () => {
  // Traffic hardly varies, so that its band adds nothing by chance.
  const found = simulateIncidents({ seed: 3, days: 150, incidents: true, noise: 0.02 });
  expect(found.expected.length).toBeGreaterThan(20);
  expect(found.told.toSorted(byDay)).toEqual(found.expected.toSorted(byDay));
  expect(found.twice).toBe(0);
});

test('without incidents at most two reports in a hundred alarm, under a weekly season and growth', () => {
  const runs = [1, 2, 3].map((seed) =>
    simulateIncidents({ seed, days: 160, incidents: false, growth: 0.02 }),
  );
  const total = runs.reduce((sum, { quietReports }) => sum + quietReports, 0);
  expect(total).toBe(396);
  const alarms = runs.reduce((sum, one) => sum + one.falseAlarms, 0);
  expect(alarms / total).toBeLessThanOrEqual(0.02);
});
