import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithCases } from '../../tests/support/cases.ts';
import { oneStump, temporaryFile } from '../../tests/support/models.ts';
import { convertModel } from './convert.ts';
import { writeOnnx } from './onnx-writer.ts';
import { scoreReference } from './score-reference.ts';

const modelPath = temporaryFile('model.onnx', writeOnnx(oneStump()));

test("scores by column name, in the model's order, null as missing, other columns ignored", async () => {
  const result = await scoreReference(
    modelPath,
    new Map([
      ['engaged', [1, 0, 1]],
      ['fit', [7, 7, 7]],
      ['quality', [0.4, 0.5, null]],
    ]),
  );
  expect(result.status).toBe('ok');
  if (result.status !== 'ok') return;
  expect([...result.scores].map((s) => s.toFixed(6))).toEqual(['0.268941', '0.880797', '0.268941']);
});

test.each([
  [new Map([['quality', [1]]]), /lacks 1 of the model's 2 input columns as numbers \(fit\)/],
  [
    new Map([
      ['quality', []],
      ['fit', []],
    ]),
    /no rows/,
  ],
  [
    new Map([
      ['quality', [1, 2]],
      ['fit', [1]],
    ]),
    /differ in length/,
  ],
])(
  'columns that do not fit are not applicable, with the reason (%#)',
  async (columns: Map<string, number[]>, reason) => {
    const result = await scoreReference(modelPath, columns);
    expect(result.status === 'not-applicable' && result.reason).toMatch(reason);
  },
);

test('a broken model is not applicable, with the reason', async () => {
  const result = await scoreReference(temporaryFile('broken.onnx', 'junk'), new Map([['quality', [1]]]));
  expect(result.status === 'not-applicable' && result.reason).toMatch(/not a usable ONNX model/);
});

describeWithCases('the real model on the real engineered reference', (path) => {
  test('gives the scores that XGBoost gives', async () => {
    const outputPath = temporaryFile('real.onnx', '');
    await convertModel({ modelPath: path('model/xgboost_model.joblib'), outputPath });
    const [header, ...lines] = readFileSync(path('reference/training_reference_engineered.csv'), 'utf8')
      .trim()
      .split('\n');
    const rows = lines.map((line) => line.split(',').map(Number));
    const columns = new Map(
      header?.split(',').map((name, c) => [name.trim(), rows.map((row) => row[c] ?? null)]),
    );
    const expected: unknown = JSON.parse(readFileSync(path('model/reference_scores.json'), 'utf8'));
    const result = await scoreReference(outputPath, columns);
    expect(result.status).toBe('ok');
    if (result.status !== 'ok') return;
    const wanted = (
      Array.isArray(expected) ? expected : Object.values(expected as object).find(Array.isArray)
    ) as number[];
    expect(wanted).toHaveLength(100);
    const largest = Math.max(...wanted.map((score, i) => Math.abs(score - (result.scores[i] as number))));
    expect(largest).toBeLessThan(1e-6);
  });
});
