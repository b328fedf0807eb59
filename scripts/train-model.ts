import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { referenceCsv, writeTrainedModel } from '../src/model/train/artifacts.ts';
import { SMALL_DATA_PARAMETERS } from '../src/model/train/booster.ts';
import { crossValidate, fitFinalModel } from '../src/model/train/cross-validate.ts';
import type { ClassWeight } from '../src/model/train/fit.ts';
import { mergeBatches } from '../src/model/train/merge-batches.ts';
import { readLabelledCsv } from '../src/model/train/read-labelled.ts';
import { trainingJson, trainingText } from '../src/model/train/training-report.ts';
import { NEVER_FEATURES, typeTrainingTable } from '../src/model/train/training-table.ts';
import { writeWhole } from '../src/model/write-file.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { terminalReporter } from '../src/settings/terminal-reporter.ts';

const USAGE = `Trains gradient-boosted trees on labelled leads and writes what the next report needs.

Usage: npm run train-model -- --data FILE.csv [--add FILE.csv …] [options]

  --data            labelled rows: the columns that the API receives, and the outcome
  --add             further labelled rows (repeatable); a lead that occurs again replaces its older row
  --target          column with the outcome, 0 or 1 (default engaged)
  --key             column that names a lead (default: lead_key, lead_id, … where all files have it)
  --ignore          column that is no feature (repeatable; key and date columns always are ignored)
  --output          the model (default model/lead_scoring.onnx)
  --reference       reference for the next report, with out-of-fold scores (default data/reference/training_reference.csv)
  --folds           file for the folds, so that another tool can be measured on the same ones (default: model's folder)
  --k, --repeats    cross-validation (default 5 folds, 5 repeats)
  --class-weight    weight of a positive row: a number, or "balanced" (default 1: probabilities stay calibrated)
  --model-version   written into the model's metadata
  --seed            default 20260220; same data, flags and seed give the same model
  --json            the result as JSON
  --help            this text

Example: npm run train-model -- --data data/processed/linkedin_leads_clean.csv --add data/raw/new_batch.csv

Exit codes: 0 trained, 1 bug, 2 bad flag or differing columns, 3 unusable data.
`;

function wholeNumber(text: string, flag: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw configurationError(
      'bad-flag',
      `${flag}: expected a whole number from ${low} to ${high}, got "${text}"`,
    );
  }
  return value;
}

function parseClassWeight(text: string): ClassWeight {
  if (text === 'balanced') return text;
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) {
    throw configurationError(
      'bad-flag',
      `--class-weight: expected "balanced" or a number up to 1000, got "${text}"`,
    );
  }
  return value;
}

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      add: { type: 'string', multiple: true, default: [] },
      target: { type: 'string', default: 'engaged' },
      key: { type: 'string' },
      ignore: { type: 'string', multiple: true, default: [] },
      output: { type: 'string', default: 'model/lead_scoring.onnx' },
      reference: { type: 'string', default: 'data/reference/training_reference.csv' },
      folds: { type: 'string' },
      k: { type: 'string', default: '5' },
      repeats: { type: 'string', default: '5' },
      'class-weight': { type: 'string', default: '1' },
      'model-version': { type: 'string' },
      seed: { type: 'string', default: '20260220' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  if (values.data === undefined) throw configurationError('bad-flag', '--data is needed. See --help.');
  const options = {
    seed: wholeNumber(values.seed, '--seed', 0, 2 ** 31),
    k: wholeNumber(values.k, '--k', 2, 50),
    repeats: wholeNumber(values.repeats, '--repeats', 1, 100),
    classWeight: parseClassWeight(values['class-weight']),
    parameters: SMALL_DATA_PARAMETERS,
  };
  const reporter = terminalReporter({ stream: process.stderr, quiet: false, clock: () => performance.now() });
  reporter.stage('Reading labelled leads');
  const base = await readLabelledCsv(values.data, process.cwd(), '--data');
  const added = await Promise.all(values.add.map((path) => readLabelledCsv(path, process.cwd(), '--add')));
  const merged = mergeBatches([base, ...added], { target: values.target, key: values.key });
  for (const note of merged.notes) reporter.warn(note);
  const ignored = new Set([
    ...NEVER_FEATURES,
    ...values.ignore,
    ...(merged.key === null ? [] : [merged.key]),
  ]);
  const table = typeTrainingTable(merged, values.target, ignored);

  reporter.stage('Cross-validating');
  const cv = crossValidate(table, {
    ...options,
    signal,
    onProgress: (done, total) => reporter.progress(done, total, 'folds'),
  });
  reporter.stage('Fitting on all rows');
  const fitted = fitFinalModel(table, options);
  const paths = {
    model: values.output,
    reference: values.reference,
    folds: values.folds ?? values.output.replace(/\.onnx$/, '').concat('.folds.json'),
  };
  const verification = await writeTrainedModel(resolve(paths.model), fitted, {
    trainedAt: new Date().toISOString(),
    modelVersion: values['model-version'] ?? null,
    rows: table.rows,
    target: values.target,
    meanAuc: cv.meanAuc,
  });
  await writeWhole(resolve(paths.folds), `${JSON.stringify(cv.folds)}\n`);
  const left = new Set(['score', ...(merged.key === null ? [] : [merged.key])]);
  await writeWhole(resolve(paths.reference), referenceCsv(merged, cv, left));
  reporter.finish();
  const result = { table, merged, cv, fitted, paths, verification, target: values.target };
  console.log(values.json ? JSON.stringify(trainingJson(result), null, 2) : trainingText(result));
  return undefined;
});
