import type { z } from 'zod';
import { actualRate } from './actual-rate.ts';
import type { FigureDefinition } from './definition.ts';
import { driftShare } from './drift-share.ts';
import { engagementRate } from './engagement-rate.ts';
import { featuresDrifted } from './features-drifted.ts';
import { featuresTested } from './features-tested.ts';
import { latencyP50 } from './latency-p50.ts';
import { latencyP95 } from './latency-p95.ts';
import { latencyP99 } from './latency-p99.ts';
import { predictionDriftP } from './prediction-drift-p.ts';
import { predictions } from './predictions.ts';
import { scoreP50 } from './score-p50.ts';
import { scoreP95 } from './score-p95.ts';
import { successRate } from './success-rate.ts';
import { traffic } from './traffic.ts';

/** Every headline figure, in the order in which surfaces list them. A new one is its file and its line here. */
const BUILT_IN = [
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

/** Pages are bundled into modules of their own, so what is registered lies where all modules of the process find it. */
function registered(): FigureDefinition[] {
  const holder = globalThis as Holder;
  holder[KEY] ??= [];
  return holder[KEY];
}

/** Every figure that this process knows. */
export const allFigures = (): readonly FigureDefinition[] => [...BUILT_IN, ...registered()];

/**
 * Adds a figure that is only known at run time.
 * @returns what takes it out again.
 * @throws Error when the id is taken.
 */
export function registerFigure(figure: FigureDefinition): () => void {
  if (allFigures().some(({ id }) => id === figure.id)) throw new Error(`There is a figure "${figure.id}".`);
  const list = registered();
  list.push(figure);
  return () => {
    list.splice(list.indexOf(figure), 1);
  };
}

/** The definition of a figure that comes with the monitor. */
export function builtIn(id: FigureId): FigureDefinition {
  const found = BUILT_IN.find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`There is no figure "${id}".`);
  return found;
}

/** What a figure is called. */
export const labelOf = (id: FigureId): string => builtIn(id).label;
