import { readRegularFile } from '../../regular-file.ts';
import { parseModelMetadata } from '../onnx-metadata.ts';
import { readOnnxTrees } from '../onnx-trees.ts';
import { readMetadataProps } from '../onnx-wire.ts';
import { ENCODINGS_KEY } from '../train/artifacts.ts';
import { type ColumnEncoding, encodedNames, encodeValue } from '../train/encoder.ts';
import { parseEncodings } from '../train/encoding-schema.ts';
import type { TreeEnsemble } from '../tree-ensemble.ts';
import type { Cell } from './surrogate.ts';
import type { Rows } from './tree-shap.ts';

/** The model of the API as trees, and how its columns are made from the inputs that the log holds. */
export interface ScoringModel {
  readonly ensemble: TreeEnsemble;
  /** Inputs in the log that the model needs. */
  readonly inputs: readonly string[];
  /** Input of every column. */
  readonly player: Int32Array;
  /** Rows of the model from cells in the order of `inputs`. */
  readonly encode: (cells: readonly (readonly Cell[])[]) => Rows;
}

export type ReadScoringModel =
  | { readonly status: 'ok'; readonly model: ScoringModel }
  | { readonly status: 'not-applicable'; readonly reason: string };

/** A model whose columns are inputs of the log as they are, or are made from them by the encodings that `train` stores. */
export function scoringModel(
  ensemble: TreeEnsemble,
  encodings: readonly ColumnEncoding[] | null,
): ScoringModel {
  const own: readonly ColumnEncoding[] =
    encodings ?? ensemble.featureNames.map((column) => ({ column, kind: 'numeric' }));
  const player = Int32Array.from(own.flatMap((encoding, i) => encodedNames(encoding).map(() => i)));
  return {
    ensemble,
    inputs: own.map(({ column }) => column),
    player,
    encode: (cells) => ({
      values: Float32Array.from(
        cells.flatMap((row) => own.flatMap((encoding, i) => encodeValue(encoding, row[i] ?? null))),
      ),
      count: cells.length,
    }),
  };
}

/** Reads the trees of an ONNX model, or says why it cannot be explained. */
export async function readScoringModel(path: string): Promise<ReadScoringModel> {
  try {
    const bytes = await readRegularFile(path);
    const properties = readMetadataProps(bytes);
    const { featureNames } = parseModelMetadata(properties);
    if (featureNames === null)
      return { status: 'not-applicable', reason: 'it does not name its input columns' };
    const stored = properties.get(ENCODINGS_KEY);
    const encodings = stored === undefined ? null : parseEncodings(stored);
    const ensemble = readOnnxTrees(bytes, featureNames);
    if (encodings !== null && encodings.flatMap(encodedNames).length !== featureNames.length) {
      return { status: 'not-applicable', reason: 'its encodings do not give its input columns' };
    }
    return { status: 'ok', model: scoringModel(ensemble, encodings) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(path, 'the model') : String(error);
    return { status: 'not-applicable', reason };
  }
}
