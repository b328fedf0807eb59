import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { registerModel } from '../../src/ingest/services/mlflow/register.ts';
import { scoreCandidate } from '../../src/model/evaluate/candidates.ts';
import { type CandidateEvaluation, evaluate } from '../../src/model/evaluate/evaluate.ts';
import { evaluationMarkdown } from '../../src/model/evaluate/markdown.ts';
import { openOnnxModel } from '../../src/model/onnx-session.ts';
import { readLabelledCsv } from '../../src/model/train/read-labelled.ts';
import { NEVER_FEATURES, typeTrainingTable } from '../../src/model/train/training-table.ts';
import { writeAtomically } from '../../src/model/write-file.ts';
import { inputError } from '../../src/monitor-error.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, flagError, requiredText, text, value } from '../../src/settings/command/options.ts';

/** Figures that are logged to MLflow as metrics. */
const metricsOf = ({ performance }: CandidateEvaluation): Record<string, number> => ({
  auc: performance.auc.value,
  pr_auc: performance.prAuc.value,
  brier: performance.brier.value,
  log_loss: performance.logLoss.value,
  accuracy: performance.confusion.accuracy.value ?? 0,
});

function threshold(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw flagError(`--threshold: expected a number between 0 and 1, got "${text}"`);
  return value;
}

async function register(
  spec: string,
  evaluated: CandidateEvaluation,
  flags: {
    trackingUri: string | undefined;
    modelName: string;
    experiment: string;
    alias: string | undefined;
    data: string;
  },
): Promise<string> {
  if (!spec.endsWith('.onnx')) throw flagError('--register: the model to register must be an .onnx file');
  if (flags.trackingUri === undefined)
    throw flagError('--register: set MLFLOW_TRACKING_URI or --tracking-uri');
  const session = await openOnnxModel(spec);
  const { metadata } = session;
  await session.release();
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: username,
    MLFLOW_TRACKING_PASSWORD: password,
  } = process.env;
  const result = await registerModel({
    trackingUri: flags.trackingUri,
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    experiment: flags.experiment,
    runName: `evaluate ${basename(spec)}`,
    modelName: flags.modelName,
    metrics: metricsOf(evaluated),
    params: {
      data: flags.data,
      rows: String(evaluated.performance.n),
      model_version: metadata.modelVersion ?? '',
    },
    tags: { trained_at: metadata.trainedAt ?? '', source: 'lead-scoring-monitor' },
    model: { fileName: basename(spec), bytes: await readFile(spec) },
    alias: flags.alias ?? null,
    nowMs: Date.now(),
  });
  if (result.status === 'failed')
    throw inputError('mlflow-register', `MLflow, ${result.step}: ${result.reason}`);
  const upload =
    result.notUploaded === null ? '' : ` The model file was not uploaded: ${result.notUploaded}.`;
  return `Registered ${flags.modelName} version ${result.version} (run ${result.runId}): ${result.url}.${upload}`;
}

const MODEL = 'FILE.onnx|column:NAME|cv';

export const command = defineCommand({
  options: {
    data: requiredText('FILE.csv', 'labelled rows that the models did not learn from'),
    champion: requiredText(
      MODEL,
      'an .onnx file; "column:NAME" for scores in a column of the data (such as the out-of-fold score of the reference that train-model writes); or "cv" to cross-validate train-model on the data',
    ),
    challenger: text(MODEL, 'likewise'),
    target: text('NAME', 'column with the outcome', 'engaged'),
    threshold: value('N', 'a score above it predicts the positive class', threshold, { default: '0.5' }),
    output: text('FILE.md', 'write the Markdown here (it is printed anyway)'),
    register: flag(
      'log run and metrics to MLflow and register the challenger (or the champion, alone) as a new version',
    ),
    'tracking-uri': text('URL', 'the MLflow server (default MLFLOW_TRACKING_URI)'),
    'model-name': text('NAME', 'registered model', {
      default: process.env['MLFLOW_MODEL_NAME'] ?? 'linkedin-lead-scoring',
      shown: 'MLFLOW_MODEL_NAME, else linkedin-lead-scoring',
    }),
    experiment: text('NAME', 'experiment of the run', 'lead-scoring'),
    alias: text('NAME', 'alias to set on the new version, for example champion'),
  },
  details:
    'Both are judged with intervals and a paired test. MLflow takes a token in MLFLOW_TRACKING_TOKEN, or\nMLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
  example: { args: ['--data', 'data/reference/training_reference.csv', '--champion', 'column:score'] },
  exits: { 0: 'evaluated', 2: 'bad flag or missing columns', 3: 'unusable data, model or registry' },
  async run({ values, signal, reporter, print, printJson }) {
    reporter.stage('Reading labelled leads');
    const table = await readLabelledCsv(values.data, process.cwd(), '--data');
    const ignored = new Set(NEVER_FEATURES);
    const labels = Array.from(typeTrainingTable(table, values.target, ignored).labels);
    const context = {
      table,
      target: values.target,
      ignored,
      seed: 20260220,
      signal,
      onProgress: (done: number, total: number) => reporter.progress(done, total, 'folds'),
    };
    reporter.stage('Scoring');
    const champion = await scoreCandidate(values.champion, context);
    const challenger =
      values.challenger === undefined ? null : await scoreCandidate(values.challenger, context);
    const evaluation = evaluate(labels, values.threshold, champion, challenger);
    const markdown = evaluationMarkdown(evaluation, basename(values.data));
    if (values.output !== undefined) await writeAtomically(values.output, markdown);
    if (values.register) {
      reporter.stage('Registering');
      const message = await register(
        values.challenger ?? values.champion,
        evaluation.challenger ?? evaluation.champion,
        {
          trackingUri: values['tracking-uri'] ?? process.env['MLFLOW_TRACKING_URI'],
          modelName: values['model-name'],
          experiment: values.experiment,
          alias: values.alias,
          data: values.data,
        },
      );
      reporter.info(message);
    }
    reporter.finish();
    print(markdown.trimEnd());
    printJson(evaluation);
    return undefined;
  },
});
