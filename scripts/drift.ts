import { parseArgs } from 'node:util';
import { configurationError } from '../src/monitor-error.ts';
import { DriftDetector } from '../src/pipeline/detector/drift-detector.ts';
import { driftSummary } from '../src/pipeline/detector/drift-summary.ts';
import { readRows } from '../src/pipeline/detector/read-rows.ts';
import { runCommand } from '../src/settings/cli.ts';
import { printable } from '../src/settings/printable.ts';
import { readPolicy } from '../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../src/settings/settings.ts';

const USAGE = `Compares one table with a reference, by the tests and the policy of the nightly report.

Usage: npm run drift -- --reference FILE --production FILE [--output FILE.html]

  --reference    rows the model was trained on: .csv, .jsonl (.gz, .zst) or .parquet
  --production   rows to compare; a nested "input", as in the predictions log, is unpacked
  --output       writes the comparison as one HTML file that needs no network
  --json         prints the comparison as JSON
  --help         this text

Example: npm run drift -- --reference data/reference/training_reference.csv --production logs/predictions.jsonl

Exit codes: 0 compared (drifted or not), 1 bug, 2 bad flag or policy, 3 unusable input.
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      reference: { type: 'string' },
      production: { type: 'string' },
      output: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  if (values.reference === undefined || values.production === undefined) {
    throw configurationError(
      'bad-flag',
      'Both --reference FILE and --production FILE are needed. See --help.',
    );
  }
  const cwd = process.cwd();
  const policy = await readPolicy(policyPath(readSettings(process.env, cwd, Date.now)));
  const reference = await readRows(values.reference, '--reference', cwd);
  const production = await readRows(values.production, '--production', cwd);
  for (const [flag, { rejected }] of Object.entries({ reference, production })) {
    if (rejected > 0) console.error(`warning: --${flag}: ${rejected} lines are no rows and were left out`);
  }
  const detector = new DriftDetector({ reference: reference.rows, policy });
  const result =
    values.output === undefined
      ? {
          drift: await detector.detectDataDrift(production.rows),
          predictionDrift: await detector.detectPredictionDrift(production.rows),
        }
      : await detector.generateReport({ production: production.rows, outputPath: values.output });
  console.log(values.json ? JSON.stringify(result) : printable(driftSummary(result)));
  if (values.output !== undefined) console.error(`written to ${values.output}`);
  return undefined;
});
