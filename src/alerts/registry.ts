import type { AlertDefinition } from './alert-definition.ts';
import { apiDown } from './definitions/api-down.ts';
import { dataDrift } from './definitions/data-drift.ts';
import { highErrorRate } from './definitions/high-error-rate.ts';
import { lowEngagement } from './definitions/low-engagement.ts';
import { miscalibrationAlert } from './definitions/miscalibration.ts';
import { modelAge } from './definitions/model-age.ts';
import { performanceDrop } from './definitions/performance-drop.ts';
import { predictionDrift } from './definitions/prediction-drift.ts';
import { rankingDrop } from './definitions/ranking-drop.ts';
import { slowInference } from './definitions/slow-inference.ts';
import type { TriggerDefinition } from './trigger-definition.ts';
import { driftShareTrigger } from './triggers/drift-share.ts';
import { lowEngagementTrigger } from './triggers/low-engagement.ts';
import { miscalibrationTrigger } from './triggers/miscalibration.ts';
import { modelAgeTrigger } from './triggers/model-age.ts';
import { newExamplesTrigger } from './triggers/new-examples.ts';
import { performanceDropTrigger } from './triggers/performance-drop.ts';
import { predictionDriftTrigger } from './triggers/prediction-drift.ts';
import { rankingDropTrigger } from './triggers/ranking-drop.ts';

/** Every alert; a report sorts them by severity and weight. */
export const ALERTS = [
  apiDown,
  highErrorRate,
  performanceDrop,
  rankingDrop,
  slowInference,
  miscalibrationAlert,
  dataDrift,
  predictionDrift,
  modelAge,
  lowEngagement,
] as const satisfies readonly AlertDefinition[];

/** Every retraining trigger, in display order. */
export const TRIGGERS = [
  driftShareTrigger,
  predictionDriftTrigger,
  lowEngagementTrigger,
  modelAgeTrigger,
  newExamplesTrigger,
  performanceDropTrigger,
  rankingDropTrigger,
  miscalibrationTrigger,
] as const satisfies readonly TriggerDefinition[];

/** Ids of the alerts on a sliding window, whose episodes lie within the log. */
export const SLIDING: ReadonlySet<string> = new Set(
  ALERTS.filter((alert) => 'slides' in alert).map(({ id }) => id),
);

/** Triggers with a policy of their own. */
export const OWN_TRIGGERS = [newExamplesTrigger] as const;

export type AlertId = (typeof ALERTS)[number]['id'];

/** The title of an alert by its id; the id itself for an alert that is no longer defined. */
export const alertTitle = (id: string): string => ALERTS.find((alert) => alert.id === id)?.title ?? id;
