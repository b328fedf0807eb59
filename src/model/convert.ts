import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeOnnx } from './onnx-writer.ts';
import { readModel, type SourceModel } from './read-model.ts';
import { type OnnxVerification, verifyOnnx } from './verify-onnx.ts';

/** A model written as ONNX and verified to give the same scores. */
export interface Conversion {
  readonly source: SourceModel;
  readonly outputPath: string;
  readonly outputBytes: number;
  /** ISO 8601, or null where it was not given. */
  readonly trainedAt: string | null;
  readonly verification: OnnxVerification;
}

export interface ConvertOptions {
  readonly modelPath: string;
  readonly outputPath: string;
  readonly inputName?: string;
  readonly modelVersion?: string;
  /** ISO 8601. Not derived: model files do not contain it, and a file's modification time changes when it is copied. */
  readonly trainedAt?: string;
}

/**
 * Writes to a temporary file beside the destination, verifies it and renames it, so that a model that fails
 * verification never replaces a working one.
 */
export async function writeVerified(
  outputPath: string,
  bytes: Uint8Array,
  verify: (path: string) => Promise<OnnxVerification>,
): Promise<OnnxVerification> {
  const temporary = `${outputPath}.${process.pid}.tmp`;
  await mkdir(dirname(outputPath), { recursive: true });
  try {
    await writeFile(temporary, bytes);
    const verification = await verify(temporary);
    await rename(temporary, outputPath);
    return verification;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Reads an XGBoost model (joblib, JSON, UBJSON), writes it as ONNX, and checks the result through ONNX Runtime. @throws
 * MonitorError where the model is refused or the result differs by more than 1e-6; nothing is written then.
 */
export async function convertModel(options: ConvertOptions): Promise<Conversion> {
  const source = await readModel(options.modelPath);
  const trainedAt = options.trainedAt ?? null;
  const bytes = writeOnnx(source.ensemble, {
    ...(options.inputName === undefined ? {} : { inputName: options.inputName }),
    modelVersion: options.modelVersion ?? null,
    trainedAt,
    properties: {
      objective: source.objective,
      source_format: source.format,
      source_library: source.writtenBy,
    },
  });
  const verification = await writeVerified(options.outputPath, bytes, (path) =>
    verifyOnnx(path, source.ensemble),
  );
  return { source, outputPath: options.outputPath, outputBytes: bytes.length, trainedAt, verification };
}
