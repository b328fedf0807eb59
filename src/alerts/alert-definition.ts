import type { z } from 'zod';
import type { Report } from '../report/schema/report.ts';
import type { AlertPolicy, SlidingPolicy } from './alert-policy.ts';
import type { JudgedSections, Judgement } from './judgement.ts';

/** What an alert's rule finds; the rest of an alert in the report comes from its definition and its policy. */
export type AlertFinding = Pick<
  Report['alerts'][number],
  'status' | 'value' | 'threshold' | 'explanation' | 'episodes'
>;

/** What every alert says of itself. */
interface CommonDefinition<Id extends string, Policy extends AlertPolicy> {
  readonly id: Id;
  /** Its label on every surface. */
  readonly title: string;
  /** Unit of value and threshold: "share of requests", "ms at p95"; see `formatWithUnit`. */
  readonly unit: string;
  /** For the glossary: what is looked at. */
  readonly meaning: string;
  /** Place among the alerts of one severity and among the reasons of the verdict; the heaviest comes first. */
  readonly weight: number;
  /** Its part of the policy, `alerts.<id>`, with its defaults. */
  readonly policy: z.ZodType<Policy>;
}

/** An alert that is judged from finished sections of the report. */
export interface SectionAlert<Id extends string = string, Policy extends AlertPolicy = AlertPolicy>
  extends CommonDefinition<Id, Policy> {
  judge(sections: JudgedSections, policy: Policy): Judgement;
  /** True where a red section already gives the verdict the same reason. */
  impliedBy?(sections: JudgedSections): boolean;
}

/** An alert that is judged from a window that slides over a log. */
export interface SlidingAlert<Id extends string = string, Policy extends SlidingPolicy = SlidingPolicy>
  extends CommonDefinition<Id, Policy> {
  readonly slides: SlidingRule;
  judge(evidence: SlidingEvidence, policy: Policy): AlertFinding;
}

export type AlertDefinition = SectionAlert | SlidingAlert;

/** What is slid over; the metrics ask the store for the episodes in which the window breaches. */
export interface SlidingRule {
  readonly kind: 'error-share' | 'inference-p95' | 'health-failures';
  readonly source: 'requests' | 'predictions';
}

/** What the store found. Times are epoch milliseconds. */
export interface SlidingResult {
  readonly events: number;
  readonly newest: {
    readonly time: number;
    readonly value: number;
    readonly events: number;
    readonly breach: boolean;
  } | null;
  readonly episodes: readonly {
    readonly start: number;
    readonly end: number;
    readonly peak: number;
    readonly count: number;
  }[];
}

export interface SlidingEvidence {
  readonly result: SlidingResult;
  /** What the live check adds to the log; null for rules that have none. */
  readonly live: LiveHealth | null;
}

/** The live check of the API beside the log of health checks. */
export interface LiveHealth {
  readonly path: string;
  readonly status: 'ok' | 'failed' | 'not-asked';
  /** Failed tries of this run. */
  readonly failures: number;
  /** Failed checks within the rule's window before now, as the log or the probe has them. */
  readonly failuresBefore: number;
}

/** Defines an alert that is judged from sections; see `docs/adding-an-alert.md`. */
export const defineAlert = <const Id extends string, Policy extends AlertPolicy>(
  definition: SectionAlert<Id, Policy>,
): SectionAlert<Id, Policy> => definition;

/** Defines an alert on a sliding window. */
export const defineSlidingAlert = <const Id extends string, Policy extends SlidingPolicy>(
  definition: SlidingAlert<Id, Policy>,
): SlidingAlert<Id, Policy> => definition;
