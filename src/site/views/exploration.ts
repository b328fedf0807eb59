import type { Report } from '../../report/schema/report.ts';
import { explorationCost } from '../../stats/performance/exploration-cost.ts';
import { formatCount, formatNumber, formatPercent, MISSING, plural } from '../../wording/format.ts';

/** Shares of the calls that could go to leads at random. */
const SHARES = [0.05, 0.1, 0.2];
/** The time after which they are looked at. */
export const EXPLORATION_WEEKS = 13;
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

const WHY =
  'A model that learns only from leads that it chose teaches itself: what the others would have done it never sees, and its own figures do not show that. Some calls to leads at random do; outcomes.explore names them.';

/**
 * What it would cost to call some leads at random, from the report's own numbers; no row where those are not known yet. Null
 * where the outcomes are of all leads, or some are called at random already.
 */
export function exploration({ performance }: Pick<Report, 'performance'>): Exploration | null {
  if (performance === undefined || performance.population === 'all' || performance.explored !== null) {
    return null;
  }
  const known = knownOf(performance);
  if (known === null) {
    return { words: `${WHY} What they cost can be said once enough outcomes are mature.`, rows: [] };
  }
  const { callsPerWeek, chosenRate, randomRate } = known;
  return {
    words: `${WHY} Of about ${plural(Math.round(callsPerWeek), 'lead')} with an outcome a week ${formatPercent(chosenRate)} engage, of all leads about ${formatPercent(randomRate)} are expected to.`,
    rows: SHARES.map((share) => {
      const found = explorationCost({ ...known, share, weeks: EXPLORATION_WEEKS });
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

/** Calls a week, and the rates of those that were chosen and of all; null where they are not known. */
function knownOf({ realised, expected, windows }: NonNullable<Report['performance']>) {
  const mature = windows.filter((week) => week.mature);
  const labelled = mature.reduce((sum, week) => sum + week.labelled, 0);
  const auc = expected?.rocAuc?.value ?? realised?.rocAuc?.value;
  if (realised === null || expected === null || auc === undefined) return null;
  if (labelled === 0 || realised.n === 0 || expected.n === 0) return null;
  return {
    callsPerWeek: labelled / mature.length,
    chosenRate: realised.positives / realised.n,
    randomRate: expected.positives / expected.n,
    auc,
  };
}
