import type { OutcomeData } from '../ingest/sources/tables.ts';
import { formatCount, percent, plural, significant } from '../metrics/figures.ts';
import { actualInWords } from '../metrics/outcomes.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { calendarMonths, isoDate } from '../wording/time.ts';

type Retraining = Report['retraining'];
type Trigger = Retraining['triggers'][number];
type Judged = Pick<Trigger, 'status' | 'value' | 'source' | 'explanation'>;

export interface RetrainingInputs {
  readonly drift: Report['drift'];
  readonly predictionDrift: Report['predictionDrift'];
  readonly outcomes: Report['outcomes'];
  readonly outcomeData: OutcomeData;
  readonly model: Report['model'];
  readonly policy: Policy;
  readonly now: number;
}

/** The triggers; any that is met recommends a retraining. (Guide 4) */
export function retrainingSection(inputs: RetrainingInputs): Retraining {
  const { retraining } = inputs.policy;
  const triggers: Trigger[] = [
    {
      id: 'drift-share',
      title: 'Half of the features drifted',
      threshold: retraining.driftShare,
      unit: 'share of features',
      ...driftShare(inputs),
    },
    {
      id: 'prediction-drift',
      title: 'The scores moved',
      threshold: retraining.predictionP,
      unit: 'p-value',
      ...predictionDrift(inputs),
    },
    {
      id: 'low-engagement',
      title: 'Few leads engage',
      threshold: retraining.engagementBelow,
      unit: 'share of leads',
      ...lowEngagement(inputs),
    },
    {
      id: 'model-age',
      title: 'The model is old',
      threshold: retraining.modelAgeMonths,
      unit: 'months',
      ...modelAge(inputs),
    },
    {
      id: 'new-examples',
      title: 'New labelled leads since training',
      threshold: retraining.newExamples,
      unit: 'examples',
      ...newExamples(inputs),
    },
    {
      id: 'performance-drop',
      title: 'The model no longer ranks leads',
      threshold: inputs.outcomes.ranking?.below ?? 0.55,
      unit: 'ROC AUC',
      ...performanceDrop(inputs),
    },
  ];
  return {
    recommended: triggers.some((trigger) => trigger.status === 'met'),
    triggers,
    workflow: WORKFLOW.map((step) => ({ ...step })),
  };
}

const WORKFLOW = [
  {
    title: 'Export the labelled leads from Lemlist, with the columns of the training data',
    command: 'npm run monitor -- export-lemlist --output data/raw/new_leads.csv --like data/training.csv',
  },
  {
    title: 'Train a new model on the old leads and the new ones; this writes the next reference too',
    command:
      'npm run monitor -- train-model --data data/training.csv --add data/raw/new_leads.csv --output model/challenger.onnx',
  },
  {
    title: 'Compare it with the model in production on leads that neither learnt from',
    command:
      'npm run monitor -- evaluate-model --data data/holdout.csv --champion model/lead_scoring.onnx --challenger model/challenger.onnx',
  },
  {
    title: 'Where the model is trained elsewhere: convert it and time it',
    command:
      'npm run monitor -- optimize-model --model-path model/xgboost_model.joblib --output model/lead_scoring.onnx',
  },
  { title: 'Deploy it, then rebuild this report against the new reference', command: 'npm run build' },
] as const;

const unknown = (source: string, explanation: string): Judged => ({
  status: 'unknown',
  value: null,
  source,
  explanation,
});

const judged = (met: boolean, value: number, source: string, explanation: string): Judged => ({
  status: met ? 'met' : 'not-met',
  value,
  source,
  explanation,
});

function driftShare({ drift, policy }: RetrainingInputs): Judged {
  const source = 'drift tests of the inputs';
  if (drift.share === null) return unknown(source, drift.reason ?? 'No feature could be tested.');
  const { driftShare: threshold } = policy.retraining;
  const explanation = `${drift.drifted} of ${plural(drift.tested, 'tested feature')} drifted (${percent(drift.share)}); met from ${percent(threshold)}.`;
  return judged(drift.share >= threshold, drift.share, source, explanation);
}

function predictionDrift({ predictionDrift: drift, policy }: RetrainingInputs): Judged {
  const source = `Kolmogorov–Smirnov on the score; reference: ${drift.referenceSource.replaceAll('-', ' ')}`;
  if (drift.p === null) return unknown(source, drift.reason ?? 'The scores could not be compared.');
  const { predictionP } = policy.retraining;
  return judged(
    drift.p < predictionP,
    drift.p,
    source,
    `p = ${significant(drift.p)}; met below ${predictionP}.`,
  );
}

function lowEngagement({ outcomes, policy }: RetrainingInputs): Judged {
  const source = 'actual outcomes';
  if (outcomes.actualRate === null) {
    return unknown(source, outcomes.reason ?? 'The actual engagement is not known.');
  }
  const { engagementBelow } = policy.retraining;
  const { value } = outcomes.actualRate;
  const explanation = `${actualInWords(value, outcomes.n)}; met below ${percent(engagementBelow)}.`;
  return judged(value < engagementBelow, value, source, explanation);
}

const SOURCES: Readonly<Record<Report['model']['trainedAtSource'], string>> = {
  registry: 'MLflow registry',
  'model-metadata': 'metadata of the model file',
  policy: 'retraining.trainedAt of the policy',
  none: 'MLflow registry or model metadata',
};

function performanceDrop({ outcomes: { ranking, reason } }: RetrainingInputs): Judged {
  const source = 'actual outcomes';
  if (ranking === undefined) return unknown(source, reason ?? 'No outcome is known.');
  const decided = ranking.status === 'chance' || ranking.status === 'ranks';
  if (!decided || ranking.auc === null) return unknown(source, ranking.reason);
  return judged(ranking.status === 'chance', ranking.auc.value, source, ranking.reason);
}

function modelAge({ model, policy, now }: RetrainingInputs): Judged {
  const source = SOURCES[model.trainedAtSource];
  if (model.trainedAt === null) {
    return unknown(source, `When the model was made is not known. ${model.registry.reason ?? ''}`.trim());
  }
  const trained = Date.parse(model.trainedAt);
  const months = calendarMonths(trained, now);
  const { modelAgeMonths } = policy.retraining;
  const explanation = `Made on ${isoDate(trained)}, ${significant(months)} months ago; met when older than ${modelAgeMonths} months.`;
  return judged(months > modelAgeMonths, months, source, explanation);
}

function newExamples({ outcomeData, model, policy, now }: RetrainingInputs): Judged {
  const source = `outcomes since training (${SOURCES[model.trainedAtSource]})`;
  if (!outcomeData.present) return unknown(source, 'There are no outcomes: set OUTCOMES_PATH.');
  if (model.trainedAt === null) return unknown(source, 'When the model was made is not known.');
  const trained = Date.parse(model.trainedAt);
  const count = outcomeData.outcomes.filter((row) => row.time > trained && row.time <= now).length;
  const { newExamples: threshold } = policy.retraining;
  const explanation = `${plural(count, 'labelled lead')} since ${isoDate(trained)}; met above ${formatCount(threshold)}.`;
  return judged(count > threshold, count, source, explanation);
}
