import { DriftDetector } from '../../src/pipeline/detector/drift-detector.ts';
import { driftSummary } from '../../src/pipeline/detector/drift-summary.ts';
import { readRows } from '../../src/pipeline/detector/read-rows.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { requiredText, text } from '../../src/settings/command/options.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    reference: requiredText('FILE', 'rows the model was trained on: .csv, .jsonl (.gz, .zst) or .parquet'),
    production: requiredText(
      'FILE',
      'rows to compare; a nested "input", as in the predictions log, is unpacked',
    ),
    output: text('FILE.html', 'writes the comparison as one HTML file that needs no network'),
  },
  example: {
    args: ['--reference', 'data/reference/training_reference.csv', '--production', 'logs/predictions.jsonl'],
  },
  exits: { 0: 'compared, drifted or not', 3: null },
  async run({ values, reporter, print, printJson }) {
    const cwd = process.cwd();
    const policy = await readPolicy(policyPath(readSettings(process.env, cwd, Date.now)));
    const reference = await readRows(values.reference, '--reference', cwd);
    const production = await readRows(values.production, '--production', cwd);
    for (const [name, { rejected }] of Object.entries({ reference, production })) {
      if (rejected > 0) reporter.warn(`--${name}: ${rejected} lines are no rows and were left out`);
    }
    const detector = new DriftDetector({ reference: reference.rows, policy });
    const result =
      values.output === undefined
        ? {
            drift: await detector.detectDataDrift(production.rows),
            predictionDrift: await detector.detectPredictionDrift(production.rows),
          }
        : await detector.generateReport({ production: production.rows, outputPath: values.output });
    print(driftSummary(result));
    printJson(result);
    if (values.output !== undefined) reporter.info(`written to ${values.output}`);
    return undefined;
  },
});
