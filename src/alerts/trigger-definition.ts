import type { z } from 'zod';
import type { AlertPolicy } from './alert-policy.ts';
import type { JudgedSections, Judgement } from './judgement.ts';

export interface LabelledCount {
  /** Exact: for judging only. */
  readonly count: number;
  /** As it is published, on the same side of the limit. */
  readonly shown: (limit: number) => number;
}

/** Input of triggers: the sections, and values that no section holds. */
export type TriggerSections = JudgedSections & {
  /**
   * Outcomes between the training of the model and the report; null where the training date or the outcomes are
   * unknown.
   */
  readonly labelledSinceTraining: LabelledCount | null;
};

interface CommonTrigger<Id extends string> {
  readonly id: Id;
  /** Label on every surface: a clause that gives the reason to retrain. */
  readonly title: string;
  readonly unit: string;
  /** Source of the value, as text. */
  source(sections: TriggerSections): string;
}

/** A trigger with its own threshold, `triggers.<id>` of the policy. */
export interface OwnTrigger<Id extends string = string, Policy = unknown> extends CommonTrigger<Id> {
  readonly policy: z.ZodType<Policy>;
  judge(sections: TriggerSections, policy: Policy): Judgement;
}

/** A trigger on the same question as an alert, with the same threshold, `alerts.<id>` of the policy. */
export interface AlertTrigger<Id extends string = string, Policy extends AlertPolicy = AlertPolicy>
  extends CommonTrigger<Id> {
  judge(sections: TriggerSections, policy: Policy): Judgement;
  readonly alert: { readonly id: string; readonly policy: z.ZodType<Policy> };
}

/** A trigger whose threshold follows from the data, not from the policy. */
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
