import { expect, test } from 'vitest';
import { oneStump, temporaryFile } from '../../../tests/support/models.ts';
import { seededRandom } from '../../stats/distributions/random.ts';
import { writeOnnx } from '../onnx-writer.ts';
import { ENCODINGS_KEY } from '../train/artifacts.ts';
import { SMALL_DATA_PARAMETERS } from '../train/booster.ts';
import { fitModel, scoreRows } from '../train/fit.ts';
import type { TrainingTable } from '../train/training-table.ts';
import { readScoringModel } from './scoring-model.ts';
import { exactOutputs } from './tree-shap.ts';

/** Raw rows with a number, a category and a text, some of them missing. */
function rawTable(rows: number): TrainingTable {
  const random = seededRandom(3);
  const quality = Array.from({ length: rows }, () => (random.uniform() < 0.1 ? null : random.normal()));
  const industry = quality.map(() => (random.uniform() < 0.1 ? null : `industry ${random.below(4)}`));
  const skills = quality.map(() => Array.from({ length: random.below(5) }, (_, i) => `skill ${i}`).join(','));
  const labels = Uint8Array.from(quality, (value, i) =>
    (value ?? 0) + (industry[i] === 'industry 1' ? 1 : 0) + random.normal() > 0.3 ? 1 : 0,
  );
  return {
    columns: [
      { name: 'quality', kind: 'numeric', values: quality },
      { name: 'industry', kind: 'category', values: industry },
      { name: 'skills', kind: 'text', values: skills },
    ],
    labels,
    rows,
  };
}

test('a trained model scores raw inputs of the log by the encodings that it carries', async () => {
  const table = rawTable(200);
  const all = Array.from({ length: table.rows }, (_, row) => row);
  const options = { parameters: { ...SMALL_DATA_PARAMETERS, maxRounds: 30 }, classWeight: 1 };
  const fitted = fitModel(table, all, options, seededRandom(1));
  const properties = { [ENCODINGS_KEY]: JSON.stringify(fitted.encodings) };
  const read = await readScoringModel(
    temporaryFile('model.onnx', writeOnnx(fitted.ensemble, { properties })),
  );
  if (read.status !== 'ok') throw new Error(read.reason);
  expect(read.model.inputs).toEqual(['quality', 'industry', 'skills']);
  expect(new Set(read.model.player)).toEqual(new Set([0, 1, 2]));
  const cells = all.map((row) => table.columns.map((column) => column.values[row] ?? null));
  const scores = exactOutputs(read.model.ensemble, read.model.encode(cells));
  scoreRows(fitted, table, all).forEach((score, row) => {
    expect(scores[row]).toBeCloseTo(score, 6);
  });
});

test('a model without encodings reads the columns that it names', async () => {
  const read = await readScoringModel(temporaryFile('model.onnx', writeOnnx(oneStump())));
  if (read.status !== 'ok') throw new Error(read.reason);
  expect(read.model.inputs).toEqual(['quality', 'fit']);
  const { values } = read.model.encode([[0.25, 'not a number']]);
  expect([...values]).toEqual([0.25, Number.NaN]);
});

test.each([
  ['a regression', writeOnnx(oneStump({ link: 'identity' })), /no plain tree classifier/],
  ['a file that is no model', 'hello', /.+/],
  [
    'encodings that do not fit',
    writeOnnx(oneStump(), {
      properties: { [ENCODINGS_KEY]: JSON.stringify([{ column: 'quality', kind: 'numeric' }]) },
    }),
    /encodings/,
  ],
])('%s is not applicable, with a reason that names no path', async (_, bytes, reason) => {
  const path = temporaryFile('model.onnx', bytes);
  const read = await readScoringModel(path);
  expect(read).toMatchObject({ status: 'not-applicable', reason: expect.stringMatching(reason) });
  expect(JSON.stringify(read)).not.toContain(path);
});

test('a file that is not there is not applicable either', async () => {
  const read = await readScoringModel('/nowhere/model.onnx');
  expect(read.status).toBe('not-applicable');
  expect(JSON.stringify(read)).not.toContain('/nowhere');
});
