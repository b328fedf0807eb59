import type { Report } from '../../report/schema/report.ts';

/** The reasons under the headline; one that only repeats it is left out, unless it is all there is to follow. */
export function furtherReasons(verdict: Report['verdict']): Report['verdict']['reasons'] {
  const plain = (text: string): string => text.replace(/[.\s]+$/, '');
  return verdict.reasons.length === 1
    ? verdict.reasons
    : verdict.reasons.filter((reason) => plain(reason.text) !== plain(verdict.headline));
}
