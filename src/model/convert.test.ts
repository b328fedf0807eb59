import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeWithCases } from '../../tests/support/cases.ts';
import { oneStump, temporaryFile } from '../../tests/support/models.ts';
import { convertModel } from './convert.ts';
import { openOnnxModel } from './onnx-session.ts';
import { writeOnnx } from './onnx-writer.ts';
import { parseModel, readModel } from './read-model.ts';
import { verifyOnnx } from './verify-onnx.ts';

test('a model that differs from its trees is not accepted', async () => {
  const path = temporaryFile('model.onnx', writeOnnx(oneStump()));
  const other = oneStump({ baseMargin: new Float32Array([0.001]) });
  await expect(verifyOnnx(path, other)).rejects.toMatchObject({ code: 'onnx-differs', exitCode: 3 });
});

test.each([
  ['bzip2', 'BZh91AY', /bzip2/],
  ['xz', '\xfd7zXZ\x00', /xz/],
  ['lz4', '\x04\x22\x4d\x18', /lz4/],
  ['a zip', 'PK\x03\x04', /zip archive/],
  ['the old binary format', 'binf\x00\x00', /old binary format/],
  ['nothing', '', /empty/],
  ['text', 'hello', /neither as JSON nor as UBJSON/],
  ['broken JSON', '{"learner": ', /JSON/],
  ['another JSON', '{"a": 1}', /model\.learner/],
])('%s is refused with the reason', async (_name, content, reason) => {
  const path = temporaryFile(
    'model.joblib',
    typeof content === 'string' ? Buffer.from(content, 'latin1') : content,
  );
  await expect(readModel(path)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(reason),
  });
});

test('a compressed file that unpacks to more than the limit is refused', () => {
  expect(() => parseModel(deflateSync(Buffer.alloc(2_000_000)), 1_000_000)).toThrow(
    /larger than 1000000 bytes/,
  );
});

describeWithCases('the real model', (path) => {
  const expected: { columns: string[]; rows: number[][]; probability_engaged: number[] } = JSON.parse(
    existsSync(path('model/expected.json'))
      ? readFileSync(path('model/expected.json'), 'utf8')
      : '{"columns":[],"rows":[],"probability_engaged":[]}',
  );

  test.each(['joblib', 'json', 'ubj'])('converts from .%s and scores as XGBoost does', async (extension) => {
    const outputPath = temporaryFile('model.onnx', '');
    const result = await convertModel({ modelPath: path(`model/xgboost_model.${extension}`), outputPath });
    expect(result.source).toMatchObject({ objective: 'binary:logistic', writtenBy: 'XGBoost 3.2.0' });
    expect(result.source.ensemble.featureNames).toEqual(expected.columns);
    const session = await openOnnxModel(outputPath);
    const scores = await session.scoreRows(Float32Array.from(expected.rows.flat()), 100, 47);
    const differences = expected.probability_engaged.map((p, i) => Math.abs(p - (scores[i] as number)));
    expect(differences).toHaveLength(100);
    expect(Math.max(...differences)).toBeLessThan(1e-6);
    expect(readdirSync(dirname(outputPath))).toEqual(['model.onnx']);
  });

  test('a joblib file compressed with zlib or gzip reads the same', () => {
    const plain = readFileSync(path('model/xgboost_model.joblib'));
    const trees = parseModel(plain).ensemble.trees;
    expect(parseModel(deflateSync(plain)).ensemble.trees).toEqual(trees);
    expect(parseModel(gzipSync(plain)).format).toBe('joblib (gzip)');
  });

  test('a model that is refused leaves an existing output as it was', async () => {
    const outputPath = temporaryFile('model.onnx', 'the one in use');
    const modelPath = join(dirname(outputPath), 'cut.ubj');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(modelPath, readFileSync(path('model/xgboost_model.ubj')).subarray(0, 100_000));
    await expect(convertModel({ modelPath, outputPath })).rejects.toMatchObject({ code: 'model-refused' });
    expect(readFileSync(outputPath, 'utf8')).toBe('the one in use');
  });

  test.each(['joblib', 'json', 'ubj'])(
    'a .%s with bytes changed or cut gives a model or a plain error',
    (extension) => {
      const whole = readFileSync(path(`model/xgboost_model.${extension}`));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
          fc.option(fc.nat(whole.length - 1)),
          (changes, cut) => {
            const damaged = Buffer.from(whole.subarray(0, cut ?? whole.length));
            for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
            try {
              parseModel(damaged);
            } catch (error) {
              expect((error as Error).message).not.toMatch(/undefined|not a function|Cannot read/);
            }
          },
        ),
        { numRuns: 60, seed: 11 },
      );
    },
  );
});
