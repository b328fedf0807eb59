import type { ModelPair } from '../../report/schema/model-versions.ts';
import { type AucDifference, pairedAuc, unpairedAuc } from '../../stats/performance/paired-auc.ts';
import {
  type PrecisionDifference,
  pairedPrecision,
  splitPrecision,
  zOf,
} from '../../stats/ranking/precision-difference.ts';
import { rankRows } from '../../stats/ranking/ranked-rows.ts';
import { type Cut, cutAt } from '../../stats/ranking/top-rows.ts';
import type { KeyedLead, Lead } from '../performance/leads.ts';
import { populationOf } from '../performance/population.ts';
import { COVERED_FROM } from '../ranking/sides.ts';

/** Fewest leads of either class for a ROC AUC. */
const FEWEST_OF_CLASS = 10;
/** Standard errors for finding a difference four times in five. */
const Z_POWER = 0.8416212335729143;
/** More outcomes than this say only that there is next to no difference. */
const MOST_NEEDED = 1_000_000;

export interface CompareOptions {
  /** The top that is judged: a number of leads, or below 1 a share of them. */
  readonly k: number;
  /** Fewest outcomes of a comparison, and fewest leads of any count. */
  readonly minimum: number;
  readonly fewest: number;
  /** Share of wrong findings of this pair, over all its figures. */
  readonly alpha: number;
}

export type Compared = Pick<
  ModelPair,
  'leads' | 'labelled' | 'confidence' | 'rocAuc' | 'precision' | 'needed' | 'recommended'
> & { readonly reason: string | null; readonly basis: readonly string[] };

/** A lead as both versions scored it. */
export interface SharedLead {
  readonly first: KeyedLead;
  readonly second: KeyedLead;
}

type Figure<Difference> = (confidence: number) => Difference | undefined | null;

/**
 * Two versions that scored the same leads. Where the contacted ones were chosen by score only those that were contacted at
 * random count: the version that chose has lost its low scores among the others, and with them most of what it knows.
 */
export function comparePaired(shared: readonly SharedLead[], options: CompareOptions): Compared {
  const chosen =
    populationOf(
      shared.map(({ first }) => first),
      1,
    ).population === 'contacted' ||
    populationOf(
      shared.map(({ second }) => second),
      1,
    ).population === 'contacted';
  const rows = shared.filter(
    ({ first, second }) =>
      first.label !== null && second.label !== null && (!chosen || first.explored === true),
  );
  const basis = [
    'Both scored the same leads within a day.',
    ...(chosen ? ['Only leads that were contacted at random count.'] : []),
  ];
  const base = { leads: shared.length, labelled: rows.length, basis };
  if (rows.length < options.minimum) {
    return nothing(
      base,
      chosen
        ? 'most outcomes are of leads that were contacted by their score, and too few of leads contacted at random'
        : tooFew(options.minimum),
    );
  }
  const labels = rows.map(({ first }) => first.label ?? 0);
  const [a, b] = [rows.map(({ first }) => first.score), rows.map(({ second }) => second.score)];
  const share = shareOf(options.k, rows.length);
  const precision: Figure<PrecisionDifference> = (confidence) => {
    const found = pairedPrecision(a, b, labels, share, confidence);
    const few = share * rows.length < options.fewest;
    // Two tops that differ by a few leads would tell their outcomes.
    const telling = found !== undefined && found.differing > 1e-9 && found.differing < options.fewest;
    return few || telling ? null : found;
  };
  const auc: Figure<AucDifference> = (confidence) =>
    enoughOfBoth(labels) ? pairedAuc(a, b, labels, zOf(confidence)) : null;
  return judged(base, precision, auc, options);
}

/** Two versions that shared leads at random: each is judged on its own ones. */
export function compareSplit(
  first: readonly Lead[],
  second: readonly Lead[],
  options: CompareOptions,
): Compared {
  const sides = [first, second].map((leads) => ({
    leads,
    known: leads.filter(({ label }) => label !== null),
  }));
  const labelled = sides.reduce((sum, { known }) => sum + known.length, 0);
  const leads = first.length + second.length;
  const chosen = sides.some((side) => populationOf(side.leads, 1).population === 'contacted');
  const basis = chosen
    ? ['Outcomes exist for leads that were contacted by their score, so only the tops are compared.']
    : [];
  const base = { leads, labelled, basis };
  const fewest = Math.min(...sides.map(({ known }) => known.length));
  if (fewest < options.minimum) return nothing(base, tooFew(options.minimum));
  const share = shareOf(options.k, Math.min(first.length, second.length));
  const [a, b] = sides.map((side) => cutOf(side.leads, share, options.fewest));
  const precision: Figure<PrecisionDifference> = (confidence) =>
    a == null || b == null ? null : splitPrecision(a, b, confidence);
  const rowsOf = (known: readonly Lead[]) => ({
    scores: known.map(({ score }) => score),
    labels: known.map(({ label }) => label ?? 0),
  });
  const [rowsA, rowsB] = sides.map(({ known }) => rowsOf(known));
  const auc: Figure<AucDifference> = (confidence) =>
    chosen ||
    rowsA === undefined ||
    rowsB === undefined ||
    !enoughOfBoth(rowsA.labels) ||
    !enoughOfBoth(rowsB.labels)
      ? null
      : unpairedAuc(rowsA, rowsB, zOf(confidence));
  return judged(base, precision, auc, options);
}

export const shareOf = (k: number, leads: number): number => Math.min(1, k < 1 ? k : k / Math.max(1, leads));

type Base = Pick<Compared, 'leads' | 'labelled' | 'basis'>;

const tooFew = (minimum: number): string => `too few mature outcomes so far; at least ${minimum} are needed`;

const nothing = (base: Base, reason: string): Compared => ({
  ...base,
  reason,
  confidence: 0.95,
  rocAuc: null,
  precision: null,
  needed: null,
  recommended: null,
});

/** A recommendation takes a figure whose interval excludes zero, and none that says the opposite. */
function judged(
  base: Base,
  precisionAt: Figure<PrecisionDifference>,
  aucAt: Figure<AucDifference>,
  { alpha }: CompareOptions,
): Compared {
  const figures = [precisionAt(1 - alpha), aucAt(1 - alpha)].filter((found) => found != null).length;
  if (figures === 0) return nothing(base, 'too few of the tops have an outcome');
  const confidence = 1 - alpha / figures;
  const [precision, rocAuc] = [precisionAt(confidence), aucAt(confidence)];
  const found = [precision, rocAuc].filter((figure) => figure != null);
  const better = new Set(
    found.flatMap(({ interval: [low, high] }) =>
      low > 0 ? ['second' as const] : high < 0 ? ['first' as const] : [],
    ),
  );
  const [only] = better;
  const recommended = better.size === 1 && only !== undefined ? only : null;
  return {
    ...base,
    confidence,
    precision: shown(precision),
    rocAuc: shown(rocAuc),
    recommended,
    needed: recommended === null ? neededOutcomes(found, base.labelled, zOf(confidence)) : null,
    reason:
      recommended !== null
        ? null
        : better.size > 1
          ? 'the figures say the opposite of each other'
          : 'no interval of a difference excludes zero',
  };
}

/** For whichever figure needs fewest; the error falls with the square root of the number. */
function neededOutcomes(found: readonly PrecisionDifference[], labelled: number, z: number): number | null {
  const wanted = found.flatMap(({ difference, interval: [low, high] }) => {
    const error = (high - low) / 2 / z;
    const times = (((z + Z_POWER) * error) / Math.abs(difference)) ** 2;
    const more = Math.ceil((times - 1) * labelled);
    return Number.isFinite(more) && more <= MOST_NEEDED ? [Math.max(1, more)] : [];
  });
  return wanted.length === 0 ? null : Math.min(...wanted);
}

function shown(figure: PrecisionDifference | undefined | null): ModelPair['precision'] {
  if (figure == null) return null;
  const { first, second, difference, interval } = figure;
  return { first, second, difference, interval: [interval[0], interval[1]] };
}

const enoughOfBoth = (labels: readonly number[]): boolean => {
  const positives = labels.filter((label) => label === 1).length;
  return Math.min(positives, labels.length - positives) >= FEWEST_OF_CLASS;
};

/** The top of a ranking, where enough of it is labelled. */
function cutOf(leads: readonly Lead[], share: number, fewest: number): Cut | null {
  const ranked = rankRows(
    leads.map(({ score }) => score),
    leads.map(({ label }) => label),
  );
  const cut = cutAt(ranked, share * leads.length);
  if (cut === undefined || cut.top.labelled < fewest - 1e-6) return null;
  return cut.top.labelled >= COVERED_FROM * cut.top.n ? cut : null;
}
