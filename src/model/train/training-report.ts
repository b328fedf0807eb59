import { BUILD } from '../../command-names.ts';
import { areaUnderCurve, aucInterval } from '../../stats/performance/auc.ts';
import type { OnnxVerification } from '../verify-onnx.ts';
import type { CrossValidation } from './cross-validate.ts';
import type { FittedModel } from './fit.ts';
import type { MergedTable } from './merge-batches.ts';
import type { TrainingTable } from './training-table.ts';

/** Result of `train-model`. */
export interface TrainingResult {
  readonly table: TrainingTable;
  readonly merged: MergedTable;
  readonly cv: CrossValidation;
  readonly fitted: FittedModel;
  readonly target: string;
  readonly paths: { readonly model: string; readonly reference: string; readonly folds: string };
  readonly verification: OnnxVerification;
}

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));

/** Number of splits by input, most used first. */
function splitCounts(fitted: FittedModel): { name: string; splits: number }[] {
  const counts = new Map<number, number>();
  for (const tree of fitted.ensemble.trees) {
    tree.left.forEach((left, node) => {
      const feature = tree.feature[node] as number;
      if (left >= 0) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    });
  }
  return [...counts]
    .map(([feature, splits]) => ({ name: fitted.ensemble.featureNames[feature] ?? '', splits }))
    .toSorted((a, b) => b.splits - a.splits || a.name.localeCompare(b.name, 'en'));
}

/** DeLong's interval of the out-of-fold AUC of one repeat: sampling error of the rows, not variation between folds. */
function pooledAuc(result: TrainingResult): { auc: number; interval: readonly [number, number] } | null {
  const pooled = areaUnderCurve(result.cv.scores[0] ?? [], result.table.labels);
  return pooled === undefined ? null : { auc: pooled.auc, interval: aucInterval(pooled) };
}

/** The result of `train-model --json`. */
export function trainingJson(result: TrainingResult): object {
  const { table, merged, cv, fitted, paths, verification } = result;
  const positives = table.labels.reduce((sum, label) => sum + label, 0);
  const pooled = pooledAuc(result);
  return {
    rows: table.rows,
    positives,
    files: merged.counts.files,
    replaced: merged.counts.replaced,
    outcomeChanged: merged.counts.outcomeChanged,
    columns: table.columns.map(({ name, kind }) => ({ name, kind })),
    inputs: fitted.ensemble.featureNames.length,
    crossValidation: {
      k: cv.folds.k,
      repeats: cv.folds.repeats.length,
      seed: cv.folds.seed,
      meanAuc: round(cv.meanAuc),
      sdAuc: round(cv.sdAuc),
      foldAucs: cv.foldAucs.map((auc) => round(auc)),
      pooledAuc:
        pooled === null ? null : { auc: round(pooled.auc), interval: pooled.interval.map((v) => round(v)) },
    },
    trees: fitted.ensemble.trees.length,
    usedMost: splitCounts(fitted).slice(0, 10),
    verification,
    paths,
  };
}

const count = (n: number): string => n.toLocaleString('en');

/** The result of `train-model` as text. */
export function trainingText(result: TrainingResult): string {
  const { table, merged, cv, fitted, paths, verification, target } = result;
  const positives = table.labels.reduce((sum, label) => sum + label, 0);
  const pooled = pooledAuc(result);
  const files = merged.counts.files.map(({ location, rows }) => `${location} ${count(rows)}`).join(' + ');
  const interval =
    pooled === null
      ? ''
      : `; one repeat pooled ${pooled.auc.toFixed(3)}, 95 % interval ${pooled.interval.map((v) => v.toFixed(3)).join('–')}`;
  const told = merged.key === null ? 'all features' : `"${merged.key}"`;
  const lines = [
    `Rows       ${files} = ${count(table.rows)} leads, ${count(positives)} with ${target} (${((100 * positives) / table.rows).toFixed(1)} %)`,
    merged.counts.files.length > 1
      ? `Merged     ${count(merged.counts.replaced)} older rows replaced (leads told apart by ${told}), ${count(merged.counts.outcomeChanged)} of them with another outcome`
      : null,
    `AUC        ${cv.meanAuc.toFixed(3)} (sd ${cv.sdAuc.toFixed(3)}) over ${cv.folds.repeats.length} × ${cv.folds.k} folds, each scored by a model that never saw it${interval}`,
    `Model      ${paths.model}: ${fitted.ensemble.trees.length} trees on ${fitted.ensemble.featureNames.length} inputs from ${table.columns.length} columns; ONNX differs by at most ${verification.maxDifference.toPrecision(2)}`,
    `Uses most  ${splitCounts(fitted)
      .slice(0, 5)
      .map(({ name, splits }) => `${name} (${splits})`)
      .join(', ')}`,
    `Reference  ${paths.reference}: these rows with out-of-fold scores and outcomes`,
    `Folds      ${paths.folds}`,
    '',
    `Next report: MODEL_PATH=${paths.model} REFERENCE_DATA_PATH=${paths.reference} ${BUILD}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
