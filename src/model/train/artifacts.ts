import { writeVerified } from '../convert.ts';
import { writeOnnx } from '../onnx-writer.ts';
import { type OnnxVerification, verifyOnnx } from '../verify-onnx.ts';
import { csvText } from '../write-file.ts';
import type { CrossValidation } from './cross-validate.ts';
import type { FittedModel } from './fit.ts';
import type { MergedTable } from './merge-batches.ts';

/** Name of the metadata entry that holds the encodings as JSON: how raw columns become the model's inputs. */
export const ENCODINGS_KEY = 'encodings';

/**
 * The training rows as the API receives them, with the outcome and an out-of-fold `score`. The scores are those of one
 * repeat: the mean of several has a smaller variance than a single model's scores, which would show as drift.
 */
export function referenceCsv(table: MergedTable, cv: CrossValidation, left: ReadonlySet<string>): string {
  const columns = table.header.flatMap((name, c) =>
    left.has(name) ? [] : [{ name, cells: table.columns[c] ?? [] }],
  );
  const scores = cv.scores[0] ?? new Float64Array(0);
  const header = [...columns.map(({ name }) => name), 'score'];
  const rows = Array.from({ length: table.rows }, (_, row) => [
    ...columns.map(({ cells }) => cells[row] ?? ''),
    (scores[row] ?? Number.NaN).toFixed(6),
  ]);
  return csvText([header, ...rows]);
}

/** Writes the trained model as ONNX, with its encodings in the metadata, after checking it through ONNX Runtime. */
export function writeTrainedModel(
  path: string,
  fitted: FittedModel,
  facts: { trainedAt: string; modelVersion: string | null; rows: number; target: string; meanAuc: number },
): Promise<OnnxVerification> {
  const bytes = writeOnnx(fitted.ensemble, {
    trainedAt: facts.trainedAt,
    modelVersion: facts.modelVersion,
    properties: {
      objective: 'binary:logistic',
      source_library: 'lead-scoring-monitor',
      [ENCODINGS_KEY]: JSON.stringify(fitted.encodings),
      training_rows: String(facts.rows),
      target: facts.target,
      cross_validated_auc: facts.meanAuc.toFixed(4),
    },
  });
  return writeVerified(path, bytes, (temporary) => verifyOnnx(temporary, fitted.ensemble));
}
