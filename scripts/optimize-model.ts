import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareEngines } from '../src/model/compare-engines.ts';
import { conversionJson, conversionText } from '../src/model/conversion-report.ts';
import { convertModel } from '../src/model/convert.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';

const USAGE = `Converts a trained XGBoost or LightGBM model to ONNX, checks that it gives the same scores, and times it.

Usage: npm run optimize-model -- --model-path FILE [--output FILE.onnx] [options]

  --model-path      XGBoost: joblib or pickle (plain, zlib, gzip), .json or .ubj; LightGBM: text.
                    A pickle is read as data, nothing in it runs
  --output          where to write (default: the model's path with .onnx); written only if the scores agree to 1e-6
  --n-calls         timed single-row calls of each engine (default 1000)
  --input-name      name of the ONNX input (default "input")
  --model-version   written into the model's metadata
  --trained-at      ISO 8601 training date for the metadata, from which the report tells the model's age
  --python          interpreter to time XGBoost itself with, where it has the package (default python3)
  --no-python       leave XGBoost itself out
  --json            the result as JSON
  --help            this text

Example: npm run optimize-model -- --model-path model/xgboost_model.joblib --output model/xgboost_model.onnx

Exit codes: 0 written, 1 bug, 2 bad flag, 3 the model was refused or differs.
`;

function positiveInteger(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000) {
    throw configurationError(
      'bad-flag',
      `${flag}: expected a whole number from 1 to 10,000,000, got "${text}"`,
    );
  }
  return value;
}

function isoDate(text: string, flag: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw configurationError('bad-flag', `${flag}: expected an ISO 8601 date, got "${text}"`);
  return new Date(ms).toISOString();
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      'model-path': { type: 'string' },
      output: { type: 'string' },
      'n-calls': { type: 'string', default: '1000' },
      'input-name': { type: 'string' },
      'model-version': { type: 'string' },
      'trained-at': { type: 'string' },
      python: { type: 'string', default: 'python3' },
      'no-python': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const modelPath = values['model-path'];
  if (modelPath === undefined) throw configurationError('bad-flag', '--model-path is needed. See --help.');
  const outputPath =
    values.output ?? modelPath.replace(/\.(joblib|pkl|pickle|json|ubj|txt)$/i, '').concat('.onnx');
  if (resolve(outputPath) === resolve(modelPath)) {
    throw configurationError('bad-flag', '--output: is the model itself; choose another name');
  }
  const calls = positiveInteger(values['n-calls'], '--n-calls');
  console.error(`Converting ${modelPath} …`);
  const conversion = await convertModel({
    modelPath,
    outputPath,
    ...(values['input-name'] === undefined ? {} : { inputName: values['input-name'] }),
    ...(values['model-version'] === undefined ? {} : { modelVersion: values['model-version'] }),
    ...(values['trained-at'] === undefined
      ? {}
      : { trainedAt: isoDate(values['trained-at'], '--trained-at') }),
  });
  console.error(`Timing ${calls.toLocaleString('en')} calls of each engine …`);
  const comparison = await compareEngines({
    source: conversion.source,
    onnxPath: outputPath,
    calls,
    python: values['no-python'] ? null : values.python,
  });
  const load = loadavg()[0] ?? 0;
  console.log(
    values.json
      ? JSON.stringify(conversionJson(conversion, comparison, load), null, 2)
      : conversionText(conversion, comparison, load),
  );
  return undefined;
});
