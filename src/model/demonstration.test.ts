import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { demonstrationEnsemble, demonstrationModel } from './demonstration.ts';
import { openOnnxModel } from './onnx-session.ts';
import { verifyOnnx } from './verify-onnx.ts';

const path = fileURLToPath(new URL('../../data/model/demonstration.onnx', import.meta.url));

test('the file that ships is what the script writes', () => {
  expect(Buffer.compare(readFileSync(path), demonstrationModel())).toBe(0);
});

test('it says that it is a demonstration, and scores as its trees do', async () => {
  const session = await openOnnxModel(path);
  expect(session.metadata.demonstration).toBe(true);
  expect(session.metadata.trainedAt).toBeNull();
  await session.release();
  expect((await verifyOnnx(path, demonstrationEnsemble())).maxDifference).toBeLessThan(1e-6);
});
