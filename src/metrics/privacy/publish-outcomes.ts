import type { Report } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { kRule, shownCount } from './k-rule.ts';
import { roundedBeside } from './rounding.ts';
import { outward, unitOf } from './units.ts';

/** Outcomes as they are published; the rate stays on its side of the limit that it is judged by. */
export function publishedOutcomes(outcomes: Report['outcomes'], policy: Policy): Report['outcomes'] {
  const rule = kRule(policy);
  const { actualRate: rate, n } = outcomes;
  const unit = unitOf(n, rule);
  return {
    ...outcomes,
    n: shownCount(n, rule),
    joined: shownCount(outcomes.joined, rule),
    actualRate:
      rate === null || rate.value === null
        ? rate
        : {
            value: Math.min(
              1,
              roundedBeside(rate.value, unit, [policy.alerts['low-engagement'].actualBelow]),
            ),
            interval: rate.interval === null ? null : outward(rate.interval, unit),
          },
  };
}
