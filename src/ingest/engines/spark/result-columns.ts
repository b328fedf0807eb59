/** One column of a fetched result: text, number or boolean values, null where the server says so. */
export type Cell = string | number | boolean | null;

const VALUES = ['stringVal', 'doubleVal', 'i32Val', 'i64Val', 'boolVal', 'byteVal', 'i16Val', 'binaryVal'];

/**
 * Cells of the columns of one Thrift row set. The driver's own reader makes an object per row and splits names at
 * dots; this one reads the columns directly. 64-bit integers become doubles.
 */
export function readColumns(rowSet: unknown): Cell[][] {
  const columns = field(rowSet, 'columns');
  return Array.isArray(columns) ? columns.map(readColumn) : [];
}

function readColumn(column: unknown): Cell[] {
  for (const kind of VALUES) {
    const holder = field(column, kind);
    const values = field(holder, 'values');
    if (!Array.isArray(values)) continue;
    const nulls = nullBits(field(holder, 'nulls'));
    return values.map((value: unknown, i) => (isNull(nulls, i) ? null : cell(value)));
  }
  return [];
}

const isNull = (bits: Uint8Array, i: number): boolean => (((bits[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;

/** The bitmap arrives as bytes or, from some versions of the protocol, as a binary string. */
function nullBits(nulls: unknown): Uint8Array {
  if (nulls instanceof Uint8Array) return nulls;
  return typeof nulls === 'string' ? Buffer.from(nulls, 'latin1') : new Uint8Array();
}

function cell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : Number(value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
