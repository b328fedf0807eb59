import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { compareEngines } from '../../src/model/compare-engines.ts';
import { conversionJson, conversionText } from '../../src/model/conversion-report.ts';
import { convertModel } from '../../src/model/convert.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, flagError, number, requiredText, text, value } from '../../src/settings/command/options.ts';

export const command = defineCommand({
  options: {
    'model-path': requiredText(
      'FILE',
      'XGBoost: joblib or pickle (plain, zlib, gzip), .json or .ubj; LightGBM: text. A pickle is read as data, nothing in it runs',
    ),
    output: text(
      'FILE.onnx',
      'where to write; written only if the scores agree to 1e-6 (default: the model’s path with .onnx)',
    ),
    'n-calls': number(
      'N',
      'timed single-row calls of each engine',
      { min: 1, max: 10_000_000, whole: true },
      1000,
    ),
    'input-name': text('NAME', 'name of the ONNX input (default input)'),
    'model-version': text('TEXT', 'written into the model’s metadata'),
    'trained-at': value(
      'DATE',
      'ISO 8601 training date for the metadata, from which the report tells the model’s age',
      isoDate,
    ),
    python: text('PATH', 'interpreter to time XGBoost itself with, where it has the package', 'python3'),
    'no-python': flag('leave XGBoost itself out'),
  },
  example: {
    args: ['--model-path', 'model/xgboost_model.joblib', '--output', 'model/xgboost_model.onnx'],
  },
  exits: { 0: 'written', 3: 'the model was refused or differs' },
  async run({ values, reporter, print, printJson }) {
    const modelPath = values['model-path'];
    const outputPath =
      values.output ?? modelPath.replace(/\.(joblib|pkl|pickle|json|ubj|txt)$/i, '').concat('.onnx');
    if (resolve(outputPath) === resolve(modelPath)) {
      throw flagError('--output: is the model itself; choose another name');
    }
    const inputName = values['input-name'];
    const modelVersion = values['model-version'];
    const trainedAt = values['trained-at'];
    reporter.stage(`Converting ${modelPath}`);
    const conversion = await convertModel({
      modelPath,
      outputPath,
      ...(inputName === undefined ? {} : { inputName }),
      ...(modelVersion === undefined ? {} : { modelVersion }),
      ...(trainedAt === undefined ? {} : { trainedAt }),
    });
    const calls = values['n-calls'];
    reporter.stage(`Timing ${calls.toLocaleString('en')} calls of each engine`);
    const comparison = await compareEngines({
      source: conversion.source,
      onnxPath: outputPath,
      calls,
      python: values['no-python'] ? null : values.python,
    });
    const load = loadavg()[0] ?? 0;
    print(conversionText(conversion, comparison, load));
    printJson(conversionJson(conversion, comparison, load));
    return undefined;
  },
});

function isoDate(given: string, name: string): string {
  const ms = Date.parse(given);
  if (Number.isNaN(ms)) throw flagError(`${name}: expected an ISO 8601 date, got "${given}"`);
  return new Date(ms).toISOString();
}
