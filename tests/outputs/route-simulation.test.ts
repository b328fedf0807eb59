import { expect, test } from 'vitest';
import { simulateRoutes } from '../support/route-simulation/simulate.ts';

/** A short form of `scripts/dev/simulate-routes.ts`. */
test('through outages, reruns, silences and lost states each route is told of each state of an incident once', async () => {
  const { incidents, routes, losses, failures, faults } = await simulateRoutes(60, 7);
  expect(faults).toEqual([]);
  expect(incidents).toBeGreaterThan(15);
  expect([losses, failures > 0]).toEqual([3, true]);
  for (const { name, told, repeated } of routes) {
    expect(told, name).toBeGreaterThan(4);
    if (name === 'pagerduty' || name === 'github') expect(repeated, name).toBe(0);
  }
});
