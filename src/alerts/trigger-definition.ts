import type { z } from 'zod';
import type { AlertPolicy } from './alert-policy.ts';
import type { JudgedSections, Judgement } from './judgement.ts';

/** What triggers read: the sections, and what no section holds. */
export type TriggerSections = JudgedSections & {
  /** Outcomes later than the training of the model, up to the report; null where one of them is not known. */
  readonly labelledSinceTraining: number | null;
};

interface CommonTrigger<Id extends string> {
  readonly id: Id;
  /** Its label on every surface, a clause that says why to retrain. */
  readonly title: string;
  readonly unit: string;
  /** Where the value comes from. */
  source(sections: TriggerSections): string;
}

/** A trigger with a threshold of its own, `triggers.<id>` of the policy. */
export interface OwnTrigger<Id extends string = string, Policy = unknown> extends CommonTrigger<Id> {
  readonly policy: z.ZodType<Policy>;
  judge(sections: TriggerSections, policy: Policy): Judgement;
}

/** A trigger that asks the question of an alert and is met from the same threshold, `alerts.<id>` of the policy. */
export interface AlertTrigger<Id extends string = string, Policy extends AlertPolicy = AlertPolicy>
  extends CommonTrigger<Id> {
  judge(sections: TriggerSections, policy: Policy): Judgement;
  readonly alert: { readonly id: string; readonly policy: z.ZodType<Policy> };
}

/** A trigger whose bound follows from the data, so that the policy has none. */
export interface BoundTrigger<Id extends string = string> extends CommonTrigger<Id> {
  judge(sections: TriggerSections): Judgement;
}

export type TriggerDefinition = OwnTrigger | AlertTrigger | BoundTrigger;

export const defineTrigger = <const Id extends string, Policy>(
  definition: OwnTrigger<Id, Policy>,
): OwnTrigger<Id, Policy> => definition;

export const defineAlertTrigger = <const Id extends string, Policy extends AlertPolicy>(
  definition: AlertTrigger<Id, Policy>,
): AlertTrigger<Id, Policy> => definition;
