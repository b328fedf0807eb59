import { BUILD, MONITOR } from '../command-names.ts';
import type { Report } from '../report/schema/report.ts';
import { clause } from '../wording/clean-text.ts';
import { listWords } from '../wording/format.ts';
import type { AlertPolicy } from './alert-policy.ts';
import { findingWords, type Judgement } from './judgement.ts';
import { TRIGGERS } from './registry.ts';
import type { TriggerDefinition, TriggerSections } from './trigger-definition.ts';

type Retraining = Report['retraining'];
type Trigger = Retraining['triggers'][number];

/** The parts of the policy that triggers read. */
interface TriggerPolicies {
  readonly alerts: Readonly<Record<string, AlertPolicy>>;
  readonly triggers: Readonly<Record<string, unknown>>;
}

/** Retraining section: judges every trigger; one that is met recommends retraining. (Guide 4) */
export function retrainingSection(
  sections: TriggerSections,
  policies: TriggerPolicies,
  definitions: readonly TriggerDefinition[] = TRIGGERS,
): Retraining {
  const triggers = definitions.map((definition) => judgeTrigger(definition, sections, policies));
  return {
    recommended: triggers.some((trigger) => trigger.status === 'met'),
    triggers,
    workflow: WORKFLOW.map((step) => ({ ...step })),
  };
}

function judgeTrigger(
  definition: TriggerDefinition,
  sections: TriggerSections,
  { alerts, triggers }: TriggerPolicies,
): Trigger {
  const judgement = judge();
  const { id, title, unit } = definition;
  const base = { id, title, threshold: judgement.threshold, unit, source: definition.source(sections) };
  if (!judgement.judged) return { ...base, status: 'unknown', value: null, explanation: judgement.reason };
  const { breach, value } = judgement;
  return {
    ...base,
    status: breach ? 'met' : 'not-met',
    value,
    explanation: findingWords(judgement, 'met'),
  };

  function judge(): Judgement {
    if ('alert' in definition) return definition.judge(sections, policyOf(alerts, definition.alert.id));
    if ('policy' in definition) return definition.judge(sections, policyOf(triggers, definition.id));
    return definition.judge(sections);
  }
}

function policyOf<Policy>(policies: Readonly<Record<string, Policy>>, id: string): Policy {
  const policy = policies[id];
  if (policy === undefined) throw new Error(`The policy has no part for "${id}".`);
  return policy;
}

/** "Retraining is recommended: the scores moved and the model is old."; null where it is not. */
export function retrainingSentence({ recommended, triggers }: Retraining): string | null {
  if (!recommended) return null;
  const met = triggers.filter((trigger) => trigger.status === 'met').map(({ title }) => clause(title));
  return met.length === 0 ? 'Retraining is recommended.' : `Retraining is recommended: ${listWords(met)}.`;
}

const WORKFLOW = [
  {
    title: 'Export the labelled leads from Lemlist, with the columns of the training data',
    command: `${MONITOR} export-lemlist --output data/raw/new_leads.csv --like data/training.csv`,
  },
  {
    title: 'Train a new model on the old leads and the new ones; this writes the next reference too',
    command: `${MONITOR} train-model --data data/training.csv --add data/raw/new_leads.csv --output model/challenger.onnx`,
  },
  {
    title: 'Compare it with the model in production on leads that neither learnt from',
    command: `${MONITOR} evaluate-model --data data/holdout.csv --champion model/lead_scoring.onnx --challenger model/challenger.onnx`,
  },
  {
    title: 'Where the model is trained elsewhere: convert it and time it',
    command: `${MONITOR} optimize-model --model-path model/xgboost_model.joblib --output model/lead_scoring.onnx`,
  },
  { title: 'Deploy it, then rebuild this report against the new reference', command: BUILD },
] as const;
