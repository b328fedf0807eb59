import type { Report } from '../report/schema/report.ts';
import { sentence } from '../wording/clean-text.ts';

/** What alerts and triggers may read: every section that is assembled before them. */
export type JudgedSections = Omit<
  Report,
  'schemaVersion' | 'id' | 'software' | 'verdict' | 'diagnosis' | 'alerts' | 'retraining' | 'policy'
>;

/** A value beside its threshold, or why there is no value. An alert and a trigger of the same question share one. */
export type Judgement =
  | { readonly judged: false; readonly threshold: number; readonly reason: string }
  | {
      readonly judged: true;
      readonly threshold: number;
      readonly value: number;
      readonly breach: boolean;
      /** What was found, without a full stop: "5 of 12 tested features drifted (41.7 %)". */
      readonly fact: string;
      /** When it breaches: "from 50 %"; null where the fact says it. */
      readonly limit: string | null;
    };

/** What was found as a sentence: "… ; fires from 50 %." */
export const findingWords = (
  { fact, limit }: { readonly fact: string; readonly limit: string | null },
  verb: 'fires' | 'met',
): string => sentence(limit === null ? fact : `${fact}; ${verb} ${limit}`);

export const notJudged = (threshold: number, reason: string): Judgement => ({
  judged: false,
  threshold,
  reason,
});
