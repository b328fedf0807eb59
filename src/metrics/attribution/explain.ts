import type { ScoringModel } from '../../model/attribution/scoring-model.ts';
import {
  explainedShare,
  fitSurrogate,
  type SurrogateInput,
  surrogateScores,
} from '../../model/attribution/surrogate.ts';
import { exactOutputs, type Rows } from '../../model/attribution/tree-shap.ts';
import type { TreeEnsemble } from '../../model/tree-ensemble.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import type { Side } from './sides.ts';

/** Trees that give the scores of both sides, and how well they do. */
export interface Explained {
  readonly method: 'shap' | 'surrogate';
  readonly ensemble: TreeEnsemble;
  /** Feature of every column. */
  readonly player: Int32Array;
  readonly reference: Rows;
  readonly production: Rows;
  readonly r2: { readonly reference: number | null; readonly production: number | null };
}

export interface Sides {
  readonly reference: Side;
  readonly production: Side;
}

const SEED = 20_260_220;
const FOLDS = 5;
/** Rows that are held out in all, over as many folds as that takes. */
const HELD_OUT_ROWS = 120;

/** The model's own trees over both sides. */
export function byModel(model: ScoringModel, { reference, production }: Sides): Explained {
  const rows = { reference: model.encode(reference.cells), production: model.encode(production.cells) };
  const share = (side: Side, own: Rows) => explainedShare(side.scores, exactOutputs(model.ensemble, own));
  return {
    method: 'shap',
    ensemble: model.ensemble,
    player: model.player,
    ...rows,
    r2: { reference: share(reference, rows.reference), production: share(production, rows.production) },
  };
}

/** Explained share of scores over rows of the side that were held out, in one fold or several where rows are few. */
function heldOutShare(inputs: readonly SurrogateInput[], { cells, scores }: Side): number | null {
  const folds = Math.min(FOLDS, Math.ceil((HELD_OUT_ROWS * FOLDS) / cells.length));
  const held: number[] = [];
  const predicted: number[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeld = (_: unknown, row: number): boolean => row % FOLDS === fold;
    const kept = (_: unknown, row: number): boolean => row % FOLDS !== fold;
    const training = { cells: cells.filter(kept), scores: scores.filter(kept) };
    const surrogate = fitSurrogate(inputs, training, seededRandom(SEED + 1 + fold));
    held.push(...scores.filter(isHeld));
    predicted.push(...surrogateScores(surrogate, cells.filter(isHeld)));
  }
  return explainedShare(held, predicted);
}

/** Trees fitted to the scores of the reference side. */
export function bySurrogate(inputs: readonly SurrogateInput[], { reference, production }: Sides): Explained {
  const surrogate = fitSurrogate(inputs, reference, seededRandom(SEED));
  return {
    method: 'surrogate',
    ensemble: surrogate.ensemble,
    player: surrogate.player,
    reference: surrogate.encode(reference.cells),
    production: surrogate.encode(production.cells),
    r2: {
      reference: heldOutShare(inputs, reference),
      production: explainedShare(production.scores, surrogateScores(surrogate, production.cells)),
    },
  };
}
