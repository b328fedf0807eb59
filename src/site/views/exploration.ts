import type { Report } from '../../report/schema/report.ts';
import { explorationCost } from '../../stats/performance/exploration-cost.ts';
import { formatCount, formatNumber, formatPercent, MISSING, plural } from '../../wording/format.ts';

/** Shares of the calls that could go to leads at random, and the time after which they are looked at. */
const SHARES = [0.05, 0.1, 0.2];
const WEEKS = 13;
/** Figures of money and calls need no more digits. */
const DIGITS = 2;

export interface Exploration {
  readonly words: string;
  readonly rows: readonly {
    readonly share: string;
    readonly perWeek: string;
    readonly lost: string;
    readonly halfWidth: string;
  }[];
}

/**
 * What it would cost to call some leads at random, from the report's own numbers; null where the outcomes are of all
 * leads, some are called at random already, or too little is known.
 */
export function exploration({ performance }: Pick<Report, 'performance'>): Exploration | null {
  if (performance === undefined || performance.population === 'all' || performance.explored !== null)
    return null;
  const { realised, expected, windows } = performance;
  const mature = windows.filter((week) => week.mature);
  const labelled = mature.reduce((sum, week) => sum + week.labelled, 0);
  const auc = expected?.rocAuc?.value ?? realised?.rocAuc?.value;
  if (realised === null || expected === null || auc === undefined) return null;
  if (labelled === 0 || realised.n === 0 || expected.n === 0) return null;
  const known = {
    callsPerWeek: labelled / mature.length,
    chosenRate: realised.positives / realised.n,
    randomRate: expected.positives / expected.n,
    auc,
  };
  const { callsPerWeek, chosenRate, randomRate } = known;
  return {
    words: `A model that learns only from leads that it chose teaches itself: what the others would have done it never sees, and its own figures do not show that. Some calls to leads at random do; outcomes.explore names them. Of about ${plural(Math.round(callsPerWeek), 'lead')} with an outcome a week ${formatPercent(chosenRate)} engage, of all leads about ${formatPercent(randomRate)} are expected to.`,
    rows: SHARES.map((share) => {
      const found = explorationCost({ ...known, share, weeks: WEEKS });
      const { engagedLostPerWeek: lost, halfWidth } = found;
      return {
        share: formatPercent(share),
        perWeek: formatCount(Math.max(1, Math.round(callsPerWeek * share))),
        lost: lost <= 0 ? 'none' : formatNumber(lost, DIGITS),
        halfWidth: halfWidth === null ? MISSING : `±${formatNumber(halfWidth, DIGITS)}`,
      };
    }),
  };
}

export const EXPLORATION_WEEKS = WEEKS;
