import { decodeMessage, encodeMessage, type OnnxNode, protobuf } from './onnx-schema.ts';

/** One undecoded field of a protobuf message. */
interface RawField {
  readonly number: number;
  /** Start of the field's tag. */
  readonly start: number;
  /** Bytes of a length-delimited field (a view), null for a number. */
  readonly payload: Uint8Array | null;
  readonly end: number;
}

const LENGTH_DELIMITED = 2;

/**
 * Fields of one message without decoding their contents, so that a model is preserved whatever parts of ONNX it uses.
 * Throws a RangeError where the bytes end early.
 */
export function rawFields(bytes: Uint8Array): RawField[] {
  const reader = protobuf.Reader.create(bytes);
  const fields: RawField[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    const wireType = tag & 7;
    let payload: Uint8Array | null = null;
    if (wireType === LENGTH_DELIMITED) {
      const length = reader.uint32();
      const from = reader.pos;
      if (length > reader.len - from)
        throw new RangeError(`a field at byte ${start} is longer than the file`);
      payload = bytes.subarray(from, from + length);
      reader.pos = from + length;
    } else {
      reader.skipType(wireType);
    }
    fields.push({ number: tag >>> 3, start, payload, end: reader.pos });
  }
  return fields;
}

const payloadsOf = (fields: readonly RawField[], number: number): Uint8Array[] =>
  fields.flatMap((field) => (field.number === number && field.payload !== null ? [field.payload] : []));

const MODEL = { graph: 7, metadataProps: 14 } as const;
const GRAPH = { node: 1, output: 12 } as const;
const NODE_OP_TYPE = 4;

const textDecoder = new TextDecoder();

/** `metadata_props` of a model as a map; the last of two equal keys counts. */
export function readMetadataProps(model: Uint8Array): ReadonlyMap<string, string> {
  const entries = payloadsOf(rawFields(model), MODEL.metadataProps).map((bytes): [string, string] => {
    const entry = decodeMessage('StringStringEntryProto', bytes);
    return [String(entry['key'] ?? ''), String(entry['value'] ?? '')];
  });
  return new Map(entries);
}

const opTypeOf = (node: Uint8Array): string =>
  textDecoder.decode(payloadsOf(rawFields(node), NODE_OP_TYPE).at(-1) ?? new Uint8Array());

/** Decoded nodes of the main graph whose operator begins with `prefix`. */
export function nodesOfType(model: Uint8Array, prefix: string): OnnxNode[] {
  return payloadsOf(rawFields(model), MODEL.graph).flatMap((graph) =>
    payloadsOf(rawFields(graph), GRAPH.node)
      .filter((node) => opTypeOf(node).startsWith(prefix))
      .map((node) => decodeMessage('NodeProto', node) as unknown as OnnxNode),
  );
}

function writeLengthDelimited(parts: Uint8Array[], number: number, payload: Uint8Array): void {
  parts.push(
    protobuf.Writer.create()
      .uint32((number << 3) | LENGTH_DELIMITED)
      .bytes(payload)
      .finish(),
  );
}

/** Type of a two-dimensional float tensor with free dimensions, the input of a ZipMap. */
const anyFloatMatrix = (name: string): Uint8Array =>
  encodeMessage('ValueInfoProto', {
    name,
    type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'N' }, { dimParam: 'classes' }] } } },
  });

function graphWithoutZipMap(graph: Uint8Array): Uint8Array | null {
  const fields = rawFields(graph);
  const replaced = new Map<string, string>();
  const kept: Uint8Array[] = [];
  for (const field of fields) {
    const whole = graph.subarray(field.start, field.end);
    if (field.number === GRAPH.node && field.payload !== null && opTypeOf(field.payload) === 'ZipMap') {
      const node = decodeMessage('NodeProto', field.payload) as unknown as OnnxNode;
      replaced.set(String(node.output[0]), String(node.input[0]));
    } else {
      kept.push(whole);
    }
  }
  if (replaced.size === 0) return null;
  const parts: Uint8Array[] = [];
  for (const whole of kept) {
    const field = rawFields(whole)[0] as RawField;
    const name =
      field.number === GRAPH.output && field.payload !== null
        ? String(decodeMessage('ValueInfoProto', field.payload)['name'] ?? '')
        : '';
    const source = replaced.get(name);
    if (source === undefined) parts.push(whole);
    else writeLengthDelimited(parts, GRAPH.output, anyFloatMatrix(source));
  }
  return Buffer.concat(parts);
}

/**
 * The same model without ZipMap nodes, so that it returns probabilities as a tensor; null where it has none.
 * scikit-learn converters end a classifier with a ZipMap (sequence of maps), which onnxruntime-node cannot read.
 */
export function withoutZipMap(model: Uint8Array): Uint8Array | null {
  const fields = rawFields(model);
  const parts: Uint8Array[] = [];
  let changed = false;
  for (const field of fields) {
    const replaced =
      field.number === MODEL.graph && field.payload !== null ? graphWithoutZipMap(field.payload) : null;
    if (replaced === null) {
      parts.push(model.subarray(field.start, field.end));
    } else {
      changed = true;
      writeLengthDelimited(parts, MODEL.graph, replaced);
    }
  }
  return changed ? Buffer.concat(parts) : null;
}
