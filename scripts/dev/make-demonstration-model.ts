import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { demonstrationModel } from '../../src/model/demonstration.ts';
import { writeAtomically } from '../../src/model/write-file.ts';
import { runCommand } from '../../src/settings/cli.ts';

const USAGE = `Writes data/model/demonstration.onnx, the model that is timed where nobody has set MODEL_PATH.

Usage: node scripts/dev/make-demonstration-model.ts

The same bytes on every run and machine; a test compares them with the file that ships.
Example: node scripts/dev/make-demonstration-model.ts

Exit codes: 0 written, 1 bug, 2 bad flag.
`;

await runCommand(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const path = fileURLToPath(new URL('../../data/model/demonstration.onnx', import.meta.url));
  const bytes = demonstrationModel();
  await writeAtomically(path, bytes);
  console.log(`${path}: ${bytes.length} bytes`);
  return undefined;
});
