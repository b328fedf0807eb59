import type { z } from 'zod';
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

const KEY = Symbol.for('lead-scoring-monitor.figures');
type Holder = { [KEY]?: FigureDefinition[] };

/** Astro bundles pages into separate module instances, so registrations are kept on `globalThis`, which all share. */
function registered(): FigureDefinition[] {
  const holder = globalThis as Holder;
  holder[KEY] ??= [];
  return holder[KEY];
}

/** Built-in figures and those registered at run time. */
export const allFigures = (): readonly FigureDefinition[] => [...BUILT_IN, ...registered()];

/**
 * Registers a further figure at run time.
 * @returns a function that removes it.
 * @throws Error where the id is taken.
 */
export function registerFigure(figure: FigureDefinition): () => void {
  if (allFigures().some(({ id }) => id === figure.id)) throw new Error(`There is a figure "${figure.id}".`);
  const list = registered();
  list.push(figure);
  return () => {
    list.splice(list.indexOf(figure), 1);
  };
}

/** The definition of a built-in figure. */
export function builtIn(id: FigureId): FigureDefinition {
  const found = BUILT_IN.find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`There is no figure "${id}".`);
  return found;
}

/** The label of a built-in figure. */
export const labelOf = (id: FigureId): string => builtIn(id).label;
