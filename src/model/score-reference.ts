import { basename } from 'node:path';
import { type OnnxSession, openOnnxModel } from './onnx-session.ts';

/** The model's scores of the reference rows, or the reason why the model cannot score them. */
export type ReferenceScores =
  | { readonly status: 'ok'; readonly scores: Float64Array }
  | { readonly status: 'not-applicable'; readonly reason: string };

const notApplicable = (reason: string): ReferenceScores => ({ status: 'not-applicable', reason });

const CHUNK_ROWS = 10_000;

async function scoreInChunks(
  session: OnnxSession,
  columns: readonly (readonly (number | null)[])[],
  nRows: number,
): Promise<Float64Array> {
  const scores = new Float64Array(nRows);
  for (let start = 0; start < nRows; start += CHUNK_ROWS) {
    const size = Math.min(CHUNK_ROWS, nRows - start);
    const rows = new Float32Array(size * columns.length);
    columns.forEach((column, c) => {
      for (let r = 0; r < size; r += 1) rows[r * columns.length + c] = column[start + r] ?? Number.NaN;
    });
    scores.set(await session.scoreRows(rows, size, columns.length), start);
  }
  return scores;
}

/**
 * Scores reference rows with the model at `modelPath`. Applies only where every feature that the model names is a
 * column here; further columns (an outcome, a score) are ignored, and null becomes NaN, the model's missing value.
 */
export async function scoreReference(
  modelPath: string,
  columns: ReadonlyMap<string, readonly (number | null)[]>,
): Promise<ReferenceScores> {
  let session: OnnxSession | null = null;
  try {
    session = await openOnnxModel(modelPath);
    const names = session.metadata.featureNames;
    if (names === null)
      return notApplicable(`${session.model} does not name its input columns (feature_names)`);
    if (session.nFeatures !== names.length) {
      return notApplicable(`${session.model} names ${names.length} columns but takes ${session.nFeatures}`);
    }
    const absent = names.filter((name) => !columns.has(name));
    if (absent.length > 0) {
      const shown = absent.slice(0, 3).join(', ');
      return notApplicable(
        `the reference lacks ${absent.length} of the model's ${names.length} input columns as numbers (${shown}${absent.length > 3 ? ', …' : ''})`,
      );
    }
    const ordered = names.map((name) => columns.get(name) ?? []);
    const nRows = ordered[0]?.length ?? 0;
    if (nRows === 0) return notApplicable('the reference has no rows');
    if (ordered.some((column) => column.length !== nRows)) {
      return notApplicable('the reference columns differ in length');
    }
    return { status: 'ok', scores: await scoreInChunks(session, ordered, nRows) };
  } catch (error) {
    // The reason is published, so it gives the file name without this machine's path.
    const reason = error instanceof Error ? error.message : String(error);
    return notApplicable(reason.replaceAll(modelPath, basename(modelPath)));
  } finally {
    await session?.release();
  }
}
