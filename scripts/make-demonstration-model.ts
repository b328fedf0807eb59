import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { demonstrationEnsemble } from '../src/model/demonstration.ts';
import { writeOnnx } from '../src/model/onnx-writer.ts';

/** Writes data/model/demonstration.onnx; the same bytes on every run and machine. */
const path = fileURLToPath(new URL('../data/model/demonstration.onnx', import.meta.url));
const bytes = writeOnnx(demonstrationEnsemble(), {
  demonstration: true,
  modelVersion: 'demonstration',
  docString: 'Demonstration tree ensemble with made-up trees. It scores nothing real.',
});
await writeFile(path, bytes);
process.stdout.write(`${path}: ${bytes.length} bytes\n`);
