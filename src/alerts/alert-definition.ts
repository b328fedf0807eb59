import type { z } from 'zod';
import type { Report } from '../report/schema/report.ts';
import type { AlertPolicy, SlidingPolicy } from './alert-policy.ts';
import type { JudgedSections, Judgement } from './judgement.ts';

/** Result of an alert's rule; the other fields of an alert in the report come from its definition and policy. */
export type AlertFinding = Pick<
  Report['alerts'][number],
  'status' | 'value' | 'threshold' | 'weighs' | 'breach' | 'explanation' | 'episodes'
>;

/** Fields common to all alert definitions. */
interface CommonDefinition<Id extends string, Policy extends AlertPolicy> {
  readonly id: Id;
  /** Label on every surface. */
  readonly title: string;
  /** Unit of value and threshold: "share of requests", "ms at p95"; see `formatWithUnit`. */
  readonly unit: string;
  /** What is measured, for the glossary. */
  readonly meaning: string;
  /** Sort key among alerts of one severity and among the reasons of the verdict, highest first. */
  readonly weight: number;
  /** Schema of `alerts.<id>` in the policy, with defaults. */
  readonly policy: z.ZodType<Policy>;
}

/** An alert judged from finished sections of the report. */
export interface SectionAlert<Id extends string = string, Policy extends AlertPolicy = AlertPolicy>
  extends CommonDefinition<Id, Policy> {
  judge(sections: JudgedSections, policy: Policy): Judgement;
  /** The verdict's reason without a full stop, where value and threshold do not say it best; null where they do. */
  reason?(sections: JudgedSections): string | null;
  /** What it weighs in the verdict while it fires, where a section judges the same; absent: as its severity says. */
  weighs?(sections: JudgedSections): 'red' | 'yellow';
  /** True where a red section already adds the same reason to the verdict. */
  impliedBy?(sections: JudgedSections): boolean;
}

/** An alert judged from a window that slides over a log. */
export interface SlidingAlert<Id extends string = string, Policy extends SlidingPolicy = SlidingPolicy>
  extends CommonDefinition<Id, Policy> {
  readonly slides: SlidingRule;
  judge(evidence: SlidingEvidence, policy: Policy): AlertFinding;
}

export type AlertDefinition = SectionAlert | SlidingAlert;

/** The rule of the sliding window; the store finds the episodes in which the window breaches it. */
export interface SlidingRule {
  readonly kind: 'error-share' | 'inference-p95' | 'health-failures';
  readonly source: 'requests' | 'predictions';
}

/** Result of the store for a sliding rule. Times are epoch milliseconds. */
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
  /** Result of the live check of this run; null for rules without one. */
  readonly live: LiveHealth | null;
}

/** The live check of the API, which is combined with the logged health checks. */
export interface LiveHealth {
  readonly path: string;
  readonly status: 'ok' | 'failed' | 'not-asked';
  /** Failed attempts of this run. */
  readonly failures: number;
  /** Failed checks within the rule's window before now, by the log or the probe, whichever has more. */
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
