import type { Attribution } from '../../report/schema/attribution.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { kRule, shownCount, toUnit } from './k-rule.ts';
import { outward, unitOf, unitOfMean } from './units.ts';

/**
 * What moved the mean score, as it is published: no finer than k leads move it. How much an ordinary lead moves a mean is
 * its error divided by √n, which the interval tells. The rest is what the published parts leave, so they still add up.
 */
export function publishedAttribution(attribution: Attribution, policy: Policy): Attribution {
  const rule = kRule(policy);
  if (!rule.rounded) return attribution;
  const leads = Math.min(attribution.nReference, attribution.nProduction);
  const whole = unitOf(leads, rule);
  const ofLeads = (interval: readonly [number, number] | null): number =>
    interval === null ? whole : unitOfMean(leads, interval, rule);
  const share = (value: number | null): number | null => (value === null ? null : toUnit(value, whole));
  const { total, totalInterval, r2 } = attribution;
  const unit = ofLeads(totalInterval);
  const rows = attribution.rows.map((row) => ({
    ...row,
    contribution: toUnit(row.contribution, ofLeads(row.interval)),
    interval: outward(row.interval, ofLeads(row.interval)),
  }));
  const shownTotal = total === null ? null : toUnit(total, unit);
  const parts = rows.reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    ...attribution,
    nReference: shownCount(attribution.nReference, rule),
    nProduction: shownCount(attribution.nProduction, rule),
    r2: r2 === null ? null : { reference: share(r2.reference), production: share(r2.production) },
    total: shownTotal,
    totalInterval: totalInterval === null ? null : outward(totalInterval, unit),
    rows,
    rest: shownTotal === null || attribution.rest === null ? null : shownTotal - parts,
  };
}
