import { configurationError, inputError } from '../../monitor-error.ts';
import { type OnnxSession, openOnnxModel } from '../onnx-session.ts';
import { ENCODINGS_KEY } from '../train/artifacts.ts';
import { type ColumnEncoding, encodedNames, encodeValue } from '../train/encoder.ts';
import { parseEncodings } from '../train/encoding-schema.ts';
import type { CellTable } from '../train/training-table.ts';

const numberOf = (cell: string): number => (cell.trim() === '' ? Number.NaN : Number(cell));

/** Converts a raw cell to the encoding's input type; a number that cannot be parsed is an error that gives the row. */
function rawValue(
  table: CellTable,
  encoding: ColumnEncoding,
  cell: string,
  row: number,
): number | string | null {
  if (cell.trim() === '') return null;
  if (encoding.kind !== 'numeric') return cell;
  const value = Number(cell);
  if (Number.isNaN(value)) {
    throw inputError(
      'data-not-numeric',
      `${table.location}, row ${row + 1}: "${encoding.column}" is "${cell}"; the model takes a number`,
    );
  }
  return value;
}

function encodeCells(table: CellTable, encodings: readonly ColumnEncoding[]): Float32Array {
  const absent = encodings.filter(({ column }) => !table.header.includes(column)).map(({ column }) => column);
  if (absent.length > 0)
    throw configurationError(
      'columns-missing',
      `${table.location}: lacks columns that the model takes: ${absent.join(', ')}`,
    );
  const columns = encodings.map(({ column }) => table.columns[table.header.indexOf(column)] ?? []);
  const width = encodings.flatMap(encodedNames).length;
  const rows = new Float32Array(table.rows * width);
  for (let row = 0, at = 0; row < table.rows; row += 1) {
    encodings.forEach((encoding, e) => {
      for (const code of encodeValue(encoding, rawValue(table, encoding, columns[e]?.[row] ?? '', row))) {
        rows[at] = code;
        at += 1;
      }
    });
  }
  return rows;
}

function numericCells(table: CellTable, names: readonly string[], model: string): Float32Array {
  const absent = names.filter((name) => !table.header.includes(name));
  if (absent.length > 0) {
    throw configurationError(
      'columns-missing',
      `${table.location}: lacks ${absent.length} of the ${names.length} columns that ${model} takes: ${absent.slice(0, 5).join(', ')}${absent.length > 5 ? ', …' : ''}. This model takes engineered columns; give a file that has them.`,
    );
  }
  const columns = names.map((name) => table.columns[table.header.indexOf(name)] ?? []);
  const rows = new Float32Array(table.rows * names.length);
  for (let row = 0; row < table.rows; row += 1) {
    columns.forEach((column, c) => {
      const cell = column[row] ?? '';
      const value = numberOf(cell);
      if (Number.isNaN(value) && cell.trim() !== '') {
        throw inputError(
          'data-not-numeric',
          `${table.location}, row ${row + 1}: "${names[c]}" is "${cell}"; the model takes a number`,
        );
      }
      rows[row * names.length + c] = value;
    });
  }
  return rows;
}

function inputRows(session: OnnxSession, table: CellTable): { rows: Float32Array; width: number } {
  const encoded = session.properties.get(ENCODINGS_KEY);
  const encodings = encoded === undefined ? null : parseEncodings(encoded);
  if (encodings !== null)
    return { rows: encodeCells(table, encodings), width: encodings.flatMap(encodedNames).length };
  const names = session.metadata.featureNames;
  if (names === null)
    throw inputError(
      'model-unnamed',
      `${session.model}: does not name its input columns, so a table cannot be scored`,
    );
  return { rows: numericCells(table, names, session.model), width: names.length };
}

/**
 * Scores a table of cells with an ONNX model: through the encodings in its metadata where `train-model` wrote it, else
 * by its feature names.
 *
 * @throws MonitorError where columns are missing or hold values that the model does not accept.
 */
export async function scoreCells(modelPath: string, table: CellTable): Promise<Float64Array> {
  const session = await openOnnxModel(modelPath);
  try {
    const { rows, width } = inputRows(session, table);
    return await session.scoreRows(rows, table.rows, width);
  } finally {
    await session.release();
  }
}
