import type { Report } from '../../report/schema/report.ts';

type Reason = Report['verdict']['reasons'][number];

/** The reasons of a verdict: the one shown in the headline, and the others. */
export interface Reasons {
  readonly headline: Reason | null;
  readonly further: readonly Reason[];
}

const plain = (text: string): string => text.replace(/[.\s]+$/, '');

/** Splits the reasons, so that none is shown twice. */
export function splitReasons(verdict: Report['verdict']): Reasons {
  const headline = verdict.reasons.find((reason) => verdict.headline.includes(plain(reason.text))) ?? null;
  return { headline, further: verdict.reasons.filter((reason) => reason !== headline) };
}
