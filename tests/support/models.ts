import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protobuf } from '../../src/model/onnx-schema.ts';
import { rawFields } from '../../src/model/onnx-wire.ts';
import type { Tree, TreeEnsemble } from '../../src/model/tree-ensemble.ts';

/** One split on column `feature`: `below` where value < threshold, `above` otherwise, missing to the left if asked. */
export const stump = (
  feature: number,
  threshold: number,
  below: number,
  above: number,
  missingLeft = false,
): Tree => ({
  feature: new Int32Array([feature, 0, 0]),
  threshold: new Float32Array([threshold, 0, 0]),
  left: new Int32Array([1, -1, -1]),
  right: new Int32Array([2, -1, -1]),
  defaultLeft: new Uint8Array([missingLeft ? 1 : 0, 0, 0]),
  leaf: new Float32Array([0, below, above]),
});

/** A binary model of one stump on the first of two columns: margin -1 below 0.5, +2 from 0.5 on, missing goes left. */
export const oneStump = (overrides: Partial<TreeEnsemble> = {}): TreeEnsemble => ({
  trees: [stump(0, 0.5, -1, 2, true)],
  treeOutput: new Int32Array(1),
  baseMargin: new Float32Array([0]),
  link: 'logistic',
  featureNames: ['quality', 'fit'],
  ...overrides,
});

let root: string | null = null;

/** One directory for all files of a test process, removed at its end. */
function temporaryRoot(): string {
  if (root === null) {
    const made = mkdtempSync(join(tmpdir(), 'model-test-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    root = made;
  }
  return root;
}

/** Writes bytes to a new temporary file, alone in its folder, and returns its path. */
export function temporaryFile(name: string, bytes: Uint8Array | string): string {
  const path = join(mkdtempSync(join(temporaryRoot(), 'f-')), name);
  writeFileSync(path, bytes);
  return path;
}

const GRAPH = 7;
const lengthDelimited = (number: number, payload: Uint8Array | string): Uint8Array => {
  const writer = protobuf.Writer.create().uint32((number << 3) | 2);
  return (typeof payload === 'string' ? writer.string(payload) : writer.bytes(payload)).finish();
};

/**
 * The same classifier as scikit-learn converters write it: with a ZipMap after the trees, so that `output_probability`
 * is a sequence of maps (class → probability) instead of a tensor.
 */
export function withZipMap(model: Uint8Array): Uint8Array {
  const labels = lengthDelimited(
    5,
    Buffer.concat([
      lengthDelimited(1, 'classlabels_int64s'),
      Buffer.from([0x42, 2, 0, 1]), // ints (8), packed: 0, 1
      Buffer.from([0xa0, 0x01, 7]), // type (20): INTS
    ]),
  );
  const zipMap = lengthDelimited(
    1,
    Buffer.concat([
      lengthDelimited(1, 'probabilities'),
      lengthDelimited(2, 'output_probability'),
      lengthDelimited(4, 'ZipMap'),
      labels,
      lengthDelimited(7, 'ai.onnx.ml'),
    ]),
  );
  const floatTensor = lengthDelimited(1, Buffer.from([8, 1]));
  const map = lengthDelimited(5, Buffer.concat([Buffer.from([8, 7]), lengthDelimited(2, floatTensor)]));
  const sequence = lengthDelimited(4, lengthDelimited(1, map));
  const output = lengthDelimited(
    12,
    Buffer.concat([lengthDelimited(1, 'output_probability'), lengthDelimited(2, sequence)]),
  );
  const parts = rawFields(model).map((field) => {
    if (field.number !== GRAPH || field.payload === null) return model.subarray(field.start, field.end);
    const graph = field.payload;
    const kept = rawFields(graph)
      .filter((part) => !(part.number === 12 && Buffer.from(part.payload ?? []).includes('probabilities')))
      .map((part) => graph.subarray(part.start, part.end));
    return lengthDelimited(GRAPH, Buffer.concat([...kept, zipMap, output]));
  });
  return Buffer.concat(parts);
}
