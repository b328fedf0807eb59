import type { z } from 'zod';
import type { OwnFigure } from '../report/schema/own-figures.ts';
import { accuracy } from './accuracy.ts';
import { actualRate } from './actual-rate.ts';
import type { FigureDefinition } from './definition.ts';
import { driftShare } from './drift-share.ts';
import { engagementRate } from './engagement-rate.ts';
import { featuresDrifted } from './features-drifted.ts';
import { featuresTested } from './features-tested.ts';
import { latencyP50 } from './latency-p50.ts';
import { latencyP95 } from './latency-p95.ts';
import { latencyP99 } from './latency-p99.ts';
import { lift } from './lift.ts';
import { ownFigure } from './own-figure.ts';
import { precisionAtTarget } from './precision-at-target.ts';
import { predictionDriftP } from './prediction-drift-p.ts';
import { predictions } from './predictions.ts';
import { rocAuc } from './roc-auc.ts';
import { scoreP50 } from './score-p50.ts';
import { scoreP95 } from './score-p95.ts';
import { successRate } from './success-rate.ts';
import { traffic } from './traffic.ts';

/** Every headline figure, in display order. To add one, write its file and add it here. */
const BUILT_IN = [
  precisionAtTarget,
  successRate,
  traffic,
  predictions,
  engagementRate,
  scoreP50,
  scoreP95,
  latencyP50,
  latencyP95,
  latencyP99,
  driftShare,
  featuresDrifted,
  featuresTested,
  predictionDriftP,
  actualRate,
  rocAuc,
  accuracy,
  lift,
] as const;

type BuiltIn = (typeof BUILT_IN)[number];
export type FigureId = BuiltIn['id'];

type PolicyFragments = {
  [Definition in BuiltIn as Definition['policy'] extends z.ZodType
    ? Definition['id']
    : never]: Definition['policy'];
};

/** Policy fragments by figure, as the policy composes them under `figures`. */
export const FIGURE_POLICIES = Object.fromEntries(
  BUILT_IN.flatMap(({ id, policy }) => (policy === null ? [] : [[id, policy]])),
) as unknown as PolicyFragments;

/** The figures of a report: those that are built in, and those that its team defines by queries of its own. */
export function allFigures({ ownFigures = [] }: WithOwnFigures): readonly FigureDefinition[] {
  if (ownFigures.length === 0) return BUILT_IN;
  const own = ownFigures.map(ownFigure);
  // A figure that was built in later may have the id of one in an archived report.
  const taken = new Set(own.map(({ id }) => id));
  return [...BUILT_IN.filter(({ id }) => !taken.has(id)), ...own];
}

/** A report, as far as it says which figures it has. */
export interface WithOwnFigures {
  readonly ownFigures?: readonly OwnFigure[];
}

/** The definition of a built-in figure. */
export function builtIn(id: FigureId): FigureDefinition {
  const found = BUILT_IN.find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`There is no figure "${id}".`);
  return found;
}

/** The label of a built-in figure. */
export const labelOf = (id: FigureId): string => builtIn(id).label;
