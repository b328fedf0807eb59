import { resolve } from 'node:path';
import { originPath, type ReferenceOrigin } from '../../src/ingest/sources/reference-origin.ts';
import { referenceCsv, writeTrainedModel } from '../../src/model/train/artifacts.ts';
import { SMALL_DATA_PARAMETERS } from '../../src/model/train/booster.ts';
import { crossValidate, fitFinalModel } from '../../src/model/train/cross-validate.ts';
import type { ClassWeight } from '../../src/model/train/fit.ts';
import { mergeBatches } from '../../src/model/train/merge-batches.ts';
import { readLabelledCsv } from '../../src/model/train/read-labelled.ts';
import { trainingJson, trainingText } from '../../src/model/train/training-report.ts';
import { NEVER_FEATURES, typeTrainingTable } from '../../src/model/train/training-table.ts';
import { writeAtomically } from '../../src/model/write-file.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flagError, number, requiredText, text, texts, value } from '../../src/settings/command/options.ts';

function parseClassWeight(text: string): ClassWeight {
  if (text === 'balanced') return text;
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) {
    throw flagError(`--class-weight: expected "balanced" or a number up to 1000, got "${text}"`);
  }
  return value;
}

export const command = defineCommand({
  options: {
    data: requiredText('FILE.csv', 'labelled rows: the columns that the API receives, and the outcome'),
    add: texts('FILE.csv', 'further labelled rows; a lead that occurs again replaces its older row'),
    target: text('NAME', 'column with the outcome, 0 or 1', 'engaged'),
    key: text('NAME', 'column that names a lead (default: lead_key, lead_id, … where all files have it)'),
    ignore: texts('NAME', 'column that is no feature; key and date columns always are ignored'),
    output: text('FILE.onnx', 'the model', 'model/lead_scoring.onnx'),
    reference: text(
      'FILE.csv',
      'reference for the next report, with out-of-fold scores',
      'data/reference/training_reference.csv',
    ),
    folds: text(
      'FILE',
      'file for the folds, so that another tool can be measured on the same ones (default: the model’s folder)',
    ),
    k: number('N', 'folds of the cross-validation', { min: 2, max: 50, whole: true }, 5),
    repeats: number('N', 'repeats of the cross-validation', { min: 1, max: 100, whole: true }, 5),
    'class-weight': value(
      'N|balanced',
      'weight of a positive row; with 1 probabilities stay calibrated',
      parseClassWeight,
      { default: '1' },
    ),
    'model-version': text('TEXT', 'written into the model’s metadata'),
    seed: number(
      'N',
      'same data, flags and seed give the same model',
      { min: 0, max: 2 ** 31, whole: true },
      20260220,
    ),
  },
  example: {
    args: ['--data', 'data/processed/linkedin_leads_clean.csv', '--add', 'data/raw/new_batch.csv'],
  },
  exits: { 0: 'trained', 2: 'bad flag or differing columns', 3: 'unusable data' },
  async run({ values, signal, reporter, print, printJson }) {
    const { seed, k, repeats, 'class-weight': classWeight } = values;
    const options = { seed, k, repeats, classWeight, parameters: SMALL_DATA_PARAMETERS };
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
    await writeAtomically(resolve(paths.folds), `${JSON.stringify(cv.folds)}\n`);
    const left = new Set(['score', ...(merged.key === null ? [] : [merged.key])]);
    await writeAtomically(resolve(paths.reference), referenceCsv(merged, cv, left));
    // Out-of-fold scores are of models that had not seen the row.
    const origin: ReferenceOrigin = {
      scores: 'crossValidated',
      modelVersion: values['model-version'] ?? null,
    };
    await writeAtomically(originPath(resolve(paths.reference)), `${JSON.stringify(origin)}\n`);
    reporter.finish();
    const result = { table, merged, cv, fitted, paths, verification, target: values.target };
    print(trainingText(result));
    printJson(trainingJson(result));
    return undefined;
  },
});
