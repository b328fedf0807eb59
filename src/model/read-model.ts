import { stat } from 'node:fs/promises';
import { gunzipSync, inflateSync } from 'node:zlib';
import { inputError } from '../monitor-error.ts';
import { readRegularFile } from '../regular-file.ts';
import { Field } from './document.ts';
import { isLightgbm, readLightgbm } from './lightgbm-model.ts';
import { readPickle } from './pickle-reader.ts';
import { isDict, isObject, type PickleDict, type PickleValue } from './pickle-values.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { type DocumentValue, readUbjson } from './ubjson-reader.ts';
import { readXgboostDocument } from './xgboost-model.ts';

export interface NativeModel {
  readonly kind: 'buffer' | 'document';
  readonly bytes: Uint8Array;
}

/** Trees read from a model file, with its format and origin. */
export interface SourceModel {
  readonly ensemble: TreeEnsemble;
  /** `joblib`, `joblib (zlib)`, `JSON`, `UBJSON`, … */
  readonly format: string;
  readonly objective: string;
  /** `XGBoost 3.2.0` */
  readonly writtenBy: string;
  readonly sizeBytes: number;
  /** Form that XGBoost can load without unpickling: a Booster's serialised buffer, or the saved document. */
  readonly native: NativeModel | null;
}

const MAX_FILE_BYTES = 256 * 2 ** 20;
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;

const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean =>
  prefix.every((byte, i) => bytes[i] === byte);

const refused = (why: string): never => {
  throw new RangeError(why);
};

/** Refuses known unsupported formats by name, with a remedy. */
function refuseByName(bytes: Uint8Array): void {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 8));
  if (text.startsWith('BZh'))
    refused('it is compressed with bzip2; write it with joblib.dump(model, path, compress="zlib")');
  if (startsWith(bytes, 0xfd, 0x37, 0x7a, 0x58, 0x5a))
    refused('it is compressed with xz; write it with compress="zlib"');
  if (startsWith(bytes, 0x5d, 0x00, 0x00))
    refused('it is compressed with lzma; write it with compress="zlib"');
  if (startsWith(bytes, 0x04, 0x22, 0x4d, 0x18))
    refused('it is compressed with lz4; write it with compress="zlib"');
  if (text.startsWith('PK')) refused('it is a zip archive; unpack the model file first');
  if (text.startsWith('ZF')) refused('it was written by a joblib older than 0.10; load and save it again');
  if (text.startsWith('binf') || text.startsWith('bs64')) {
    refused("it is in XGBoost's old binary format; load it and save it as .json or .ubj");
  }
  if (startsWith(bytes, 0x89, 0x48, 0x44, 0x46)) refused('it is an HDF5 file, not a tree ensemble');
}

/** The booster's bytes inside a pickled XGBClassifier or Booster. */
function boosterBytes(value: PickleValue): Uint8Array {
  if (!isObject(value)) return refused('the pickle holds no model object');
  const state = isDict(value.state) ? value.state : null;
  if (value.className === 'xgboost.core.Booster') {
    const handle = state?.entries.get('handle');
    return handle instanceof Uint8Array
      ? handle
      : refused('the pickled Booster holds no handle; it was not fitted');
  }
  if (!value.className.startsWith('xgboost.'))
    return refused(`the pickle holds a ${value.className}, not an XGBoost model`);
  const booster = state?.entries.get('_Booster');
  if (!isObject(booster))
    return refused(`the pickled ${value.className} holds no booster; it was not fitted`);
  return boosterBytes(booster);
}

/** A pickled handle is `{Config, Model}`, a saved file the model itself. */
function unwrapHandle(document: DocumentValue): Field {
  const root = new Field(document, 'model');
  const inner = root.get('Model');
  return inner.exists ? inner : root;
}

const isJson = (bytes: Uint8Array): boolean =>
  /^\s*\{\s*["}]/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 256)));

function readDocument(bytes: Uint8Array): { field: Field; format: string } {
  if (bytes[0] !== 0x7b && !isJson(bytes)) {
    refuseByName(bytes);
    return refused('it begins neither as JSON nor as UBJSON');
  }
  if (isJson(bytes))
    return { field: unwrapHandle(JSON.parse(new TextDecoder().decode(bytes))), format: 'JSON' };
  return { field: unwrapHandle(readUbjson(bytes)), format: 'UBJSON' };
}

function unpack(bytes: Uint8Array, maxOutputLength: number): { bytes: Uint8Array; how: string } {
  const limits = { maxOutputLength };
  if (startsWith(bytes, 0x1f, 0x8b)) return { bytes: gunzipSync(bytes, limits), how: ' (gzip)' };
  const isZlib = bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0;
  if (isZlib) return { bytes: inflateSync(bytes, limits), how: ' (zlib)' };
  return { bytes, how: '' };
}

/** Refuses a pickled wrapper that treats another value than NaN as missing. */
function refuseOtherMissing(wrapper: PickleDict | null): void {
  const missing = wrapper?.entries.get('missing');
  if (typeof missing === 'number' && !Number.isNaN(missing)) {
    refused(`it treats ${missing} as missing; only NaN can be carried over to ONNX`);
  }
}

/**
 * Reads trees from the bytes of a model file. Throws plain errors; `readModel` adds the file name.
 *
 * @param maxUnpackedBytes a compressed file that holds more is refused before it is unpacked.
 */
export function parseModel(original: Uint8Array, maxUnpackedBytes = MAX_UNPACKED_BYTES): SourceModel {
  const { bytes, how } = unpack(original, maxUnpackedBytes);
  if (isLightgbm(bytes)) {
    const { ensemble, objective, version } = readLightgbm(new TextDecoder().decode(bytes));
    const writtenBy = `LightGBM (format ${version})`;
    return { ensemble, format: `text${how}`, objective, writtenBy, sizeBytes: original.length, native: null };
  }
  const source = readable(bytes);
  const xgboost = readXgboostDocument(source.field);
  return {
    ensemble: xgboost.ensemble,
    format: `${source.format}${how}`,
    objective: xgboost.objective,
    writtenBy: xgboost.writtenBy === null ? 'XGBoost' : `XGBoost ${xgboost.writtenBy}`,
    sizeBytes: original.length,
    native: source.native,
  };
}

interface Readable {
  readonly field: Field;
  readonly format: string;
  readonly native: NativeModel;
}

function readable(bytes: Uint8Array): Readable {
  if (bytes.length === 0) return refused('it is empty');
  const isPickle = bytes[0] === 0x80 || (bytes[0] === 0x63 && bytes.includes(0x0a));
  if (!isPickle) return { ...readDocument(bytes), native: { kind: 'document', bytes } };
  const value = readPickle(bytes);
  if (isObject(value) && isDict(value.state)) refuseOtherMissing(value.state);
  const handle = boosterBytes(value);
  return { field: readDocument(handle).field, format: 'joblib', native: { kind: 'buffer', bytes: handle } };
}

/**
 * Reads a trained model: XGBoost as a joblib or pickle file (plain, zlib or gzip), JSON, or UBJSON; LightGBM as text;
 * recognised by content, not by name. A pickle is read as data and nothing in it is executed.
 *
 * @throws MonitorError (exit 3) with the file and the reason.
 */
export async function readModel(path: string): Promise<SourceModel> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new RangeError(`it is larger than ${MAX_FILE_BYTES / 2 ** 20} MiB`);
    bytes = await readRegularFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError('model-unreadable', `${path}: the model cannot be read: ${reason}`, error);
  }
  try {
    return parseModel(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError('model-refused', `${path}: the model was refused: ${reason}`, error);
  }
}
