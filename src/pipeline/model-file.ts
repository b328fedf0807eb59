import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MONITOR } from '../command-names.ts';
import type { ReferenceData } from '../ingest/sources/tables.ts';
import { openOnnxModel } from '../model/onnx-session.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import { scoreReference } from '../model/score-reference.ts';
import { configurationError } from '../monitor-error.ts';
import { projectFile } from '../project.ts';
import { settingPath } from '../settings/settings.ts';
import type { Settings } from '../settings/variables.ts';
import { plural } from '../wording/sentence-numbers.ts';

/** The ONNX file of this build and its metadata. */
export interface ModelFile {
  readonly path: string;
  /** True for the model shipped with the project, which is used for the benchmark but never to score data. */
  readonly demonstration: boolean;
  readonly metadata: { readonly version: string | null; readonly trainedAt: string | null } | null;
  /** Input columns in order; null where the model does not name them or cannot be opened. */
  readonly featureNames: readonly string[] | null;
}

/**
 * Finds the model and reads its metadata. A file that is not a model is no error here; the benchmark reports it.
 *
 * @throws MonitorError `model-not-found` (exit code 2) when `MODEL_PATH` was set and the file does not exist.
 */
export async function findModel(settings: Settings): Promise<ModelFile> {
  const explicit = settings.model.value !== null;
  const path = explicit
    ? settingPath(settings.model, settings.cwd)
    : fileURLToPath(projectFile('data/model/demonstration.onnx'));
  if (explicit && !existsSync(path)) {
    throw configurationError(
      'model-not-found',
      `MODEL_PATH: ${settings.model.value} does not exist. Give an ONNX file (${MONITOR} optimize-model makes one), or unset it.`,
    );
  }
  const opened = await openOnnxModel(path).catch(() => null);
  const metadata = opened?.metadata ?? null;
  await opened?.release();
  const demonstration = !explicit || metadata?.demonstration === true;
  return {
    path,
    demonstration,
    metadata:
      demonstration || metadata === null
        ? null
        : { version: metadata.modelVersion, trainedAt: metadata.trainedAt },
    featureNames: metadata?.featureNames ?? null,
  };
}

/** Reference rows in the model's column order, NaN for missing values; null where the reference lacks a column. */
export function referenceRows(
  model: ModelFile,
  reference: ReferenceData,
  limit: number,
): readonly (readonly number[])[] | null {
  if (model.featureNames === null || model.featureNames.length === 0) return null;
  const columns = numericColumns(reference);
  const ordered = model.featureNames.map((name) => columns.get(name));
  if (ordered.some((column) => column === undefined)) return null;
  return Array.from({ length: Math.min(limit, reference.rows) }, (_, row) =>
    ordered.map((column) => column?.[row] ?? Number.NaN),
  );
}

/**
 * Scores of the reference: its `score` column, else the model's scores of its rows, else none with the reason. The
 * demonstration model is never used for this.
 */
export async function scoresOfReference(
  model: ModelFile,
  reference: ReferenceData,
): Promise<ReferenceScores> {
  if (!reference.present) return { source: 'none', reason: 'there is no reference' };
  const logged = reference.scores?.filter((score) => score !== null) ?? [];
  if (logged.length > 0) {
    return {
      source: 'reference-column',
      values: logged,
      description: `the score column of the reference (${plural(logged.length, 'row')})`,
    };
  }
  if (model.demonstration) {
    return { source: 'none', reason: 'the reference has no score column and MODEL_PATH is not set' };
  }
  const scored = await scoreReference(model.path, numericColumns(reference));
  if (scored.status !== 'ok') {
    return { source: 'none', reason: `the reference has no score column, and ${scored.reason}` };
  }
  return {
    source: 'model',
    values: [...scored.scores],
    description: `the model's scores of the ${plural(reference.rows, 'reference row')}`,
  };
}

function numericColumns(reference: ReferenceData): ReadonlyMap<string, readonly (number | null)[]> {
  const columns = new Map<string, readonly (number | null)[]>();
  for (const { name, cells } of reference.columns) {
    const numbers = cells.filter((cell) => typeof cell !== 'string');
    if (numbers.length === cells.length) columns.set(name, numbers);
  }
  return columns;
}
