import type { Report } from '../report/schema/report.ts';
import { sentence } from '../wording/clean-text.ts';

/** Sections that alerts and triggers may read: those assembled before them. */
export type JudgedSections = Omit<
  Report,
  | 'schemaVersion'
  | 'id'
  | 'software'
  | 'verdict'
  | 'diagnosis'
  | 'alerts'
  | 'incidents'
  | 'retraining'
  | 'policy'
>;

/**
 * A value compared with its threshold, or the reason why there is none. An alert and a trigger on the same question
 * share it.
 */
export type Judgement =
  | { readonly judged: false; readonly threshold: number; readonly reason: string }
  | {
      readonly judged: true;
      readonly threshold: number;
      readonly value: number;
      readonly breach: boolean;
      /** The finding as a clause without a full stop: "5 of 12 tested features drifted (41.7 %)". */
      readonly fact: string;
      /** Limit as a clause: "from 50 %"; null where `fact` includes it. */
      readonly limit: string | null;
    };

/** The finding as a sentence: "… ; fires from 50 %." */
export const findingWords = (
  { fact, limit }: { readonly fact: string; readonly limit: string | null },
  verb: 'fires' | 'met',
): string => sentence(limit === null ? fact : `${fact}; ${verb} ${limit}`);

export const notJudged = (threshold: number, reason: string): Judgement => ({
  judged: false,
  threshold,
  reason,
});
