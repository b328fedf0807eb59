import { delayQuantile } from '../../stats/performance/reporting-delay.ts';
import { DAY_MS } from '../../wording/time.ts';
import type { Lead } from './leads.ts';

export interface Maturity {
  readonly days: number;
  readonly source: 'policy' | 'learnt';
  /** The log does not reach back twice as long, so that longer delays may not have been seen. */
  readonly provisional: boolean;
  /** Predictions up to here are mature, epoch milliseconds. */
  readonly until: number;
}

/** The share of outcomes of either kind that must have come. */
const COMPLETE = 0.95;

/**
 * How long outcomes take: as the policy says, else the time in which 95 % of either kind come, in whole days. Replies come
 * early and refusals late, so the slower kind decides; refusals that are only assumed have no delay. Null without outcomes.
 */
export function maturityOf(
  leads: readonly Lead[],
  maturityDays: number | null,
  now: number,
): Maturity | null {
  if (maturityDays !== null) {
    return {
      days: maturityDays,
      source: 'policy',
      provisional: false,
      until: now - maturityDays * DAY_MS,
    };
  }
  const quantiles = ([0, 1] as const).flatMap((label) => {
    const rows = leads.flatMap((lead) =>
      lead.label === label && lead.assumed !== true
        ? [{ delay: (lead.known ?? 0) - lead.time, limit: now - lead.time }]
        : [],
    );
    return delayQuantile(rows, COMPLETE) ?? [];
  });
  if (quantiles.length === 0) return null;
  const days = Math.max(1, Math.ceil(Math.max(...quantiles) / DAY_MS));
  const oldest = leads.reduce((least, { time }) => Math.min(least, time), now);
  return {
    days,
    source: 'learnt',
    provisional: now - oldest < 2 * days * DAY_MS,
    until: now - days * DAY_MS,
  };
}
