import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneStump, stump, temporaryFile, withZipMap } from '../../tests/support/models.ts';
import { openOnnxModel } from './onnx-session.ts';
import { writeOnnx } from './onnx-writer.ts';

/** 1 / (1 + e^-x) by hand. */
const AT_MINUS_1 = 0.2689414213699951;
const AT_PLUS_2 = 0.8807970779778823;

const open = (bytes: Uint8Array | string) => openOnnxModel(temporaryFile('model.onnx', bytes));

/** Below the split, on it, just below it in float32, and missing (which goes left). */
const ROWS = new Float32Array([0.4, 9, 0.5, 9, 0.49999997, 9, Number.NaN, Number.NaN]);

test('scores rows: strictly below the split goes left, the split itself right, missing to its default', async () => {
  const session = await open(writeOnnx(oneStump()));
  const scores = await session.scoreRows(ROWS, 4, 2);
  expect([...scores].map((score) => Number(score.toFixed(6)))).toEqual(
    [AT_MINUS_1, AT_PLUS_2, AT_MINUS_1, AT_MINUS_1].map((score) => Number(score.toFixed(6))),
  );
  expect(session.inputs).toEqual([{ name: 'input', elementType: 'float32', shape: [null, 2] }]);
  expect(session.nFeatures).toBe(2);
  await session.release();
});

test('a classifier that ends in a ZipMap gives the same scores', async () => {
  const session = await open(withZipMap(writeOnnx(oneStump())));
  const scores = await session.scoreRows(ROWS, 4, 2);
  expect(scores[1]).toBeCloseTo(AT_PLUS_2, 6);
  expect(scores[3]).toBeCloseTo(AT_MINUS_1, 6);
});

test('leaves that are all positive still go through the logistic function', async () => {
  const session = await open(writeOnnx(oneStump({ trees: [stump(0, 0.5, 1, 2)] })));
  const [below, above] = await session.scoreRows(new Float32Array([0, 0, 1, 0]), 2, 2);
  expect(below).toBeCloseTo(0.7310585786300049, 6);
  expect(above).toBeCloseTo(AT_PLUS_2, 6);
});

test('metadata says what the model is', async () => {
  const bytes = writeOnnx(oneStump(), {
    modelVersion: '0.3.0',
    trainedAt: '2026-01-05T10:00:00Z',
    demonstration: true,
  });
  const { metadata } = await open(bytes);
  expect(metadata).toEqual({
    featureNames: ['quality', 'fit'],
    modelVersion: '0.3.0',
    trainedAt: '2026-01-05T10:00:00.000Z',
    demonstration: true,
  });
});

test('loading time is read from the clock that was given', async () => {
  let now = 0;
  const path = temporaryFile('model.onnx', writeOnnx(oneStump()));
  const session = await openOnnxModel(path, { clock: () => (now += 10) });
  // One tick each for reading the file and creating the session; the inspection between them is not counted.
  expect(session.loadMs).toBe(20);
});

test('a regression whose output is no probability is refused when rows are scored', async () => {
  const session = await open(writeOnnx(oneStump({ link: 'identity' })));
  await expect(session.scoreRows(ROWS, 4, 2)).rejects.toThrow(/gave -1, which is not a probability/);
});

test('a model of three classes is refused with its outputs', async () => {
  const trees = [stump(0, 0.5, -1, 2), stump(0, 0.5, -1, 2), stump(0, 0.5, -1, 2)];
  const session = await open(
    writeOnnx(
      oneStump({
        trees,
        link: 'softmax',
        treeOutput: new Int32Array([0, 1, 2]),
        baseMargin: new Float32Array(3),
      }),
    ),
  );
  await expect(session.scoreRows(ROWS, 4, 2)).rejects.toThrow(/probabilities float32\[4, 3\]/);
});

test('rows of the wrong width are refused with both widths', async () => {
  const session = await open(writeOnnx(oneStump()));
  await expect(session.scoreRows(new Float32Array(3), 1, 3)).rejects.toThrow(
    /takes 2 columns a row, but was given 3/,
  );
});

test('files that are no model are refused with a reason and exit code 3', async () => {
  const whole = writeOnnx(oneStump());
  await expect(openOnnxModel('/nowhere/model.onnx')).rejects.toMatchObject({
    code: 'model-unreadable',
    exitCode: 3,
  });
  await expect(open('')).rejects.toMatchObject({ code: 'model-empty' });
  await expect(open('{"not": "onnx"}')).rejects.toMatchObject({ exitCode: 3 });
  await expect(open(whole.subarray(0, whole.length - 40))).rejects.toMatchObject({ exitCode: 3 });
});

test('trees with a cycle are refused before the runtime walks them for ever', async () => {
  const cyclic = stump(0, 0.5, -1, 2);
  cyclic.left[1] = 0;
  cyclic.right[1] = 2;
  await expect(open(writeOnnx(oneStump({ trees: [cyclic] })))).rejects.toThrow(/form a cycle/);
});

test('a model with bytes changed or cut is scored or refused with a reason', async () => {
  const whole = Buffer.from(writeOnnx(oneStump()));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(whole.length - 1)),
      async (changes, cut) => {
        const damaged = Buffer.from(whole.subarray(0, cut ?? whole.length));
        for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
        try {
          const session = await open(damaged);
          await session.scoreRows(ROWS, 4, 2);
          await session.release();
        } catch (error) {
          expect(error).toMatchObject({ name: 'MonitorError', exitCode: 3 });
        }
      },
    ),
    { numRuns: 150, seed: 5 },
  );
});
