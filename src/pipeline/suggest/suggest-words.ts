import { plural, significant } from '../../wording/sentence-numbers.ts';
import type { SuggestedPolicy } from './suggest-policy.ts';

/** What was suggested and how often it would have been wrong, then what was not and why. */
export function suggestWords({ suggestions, left, reports, inIncidents }: SuggestedPolicy): string {
  return [
    `${plural(reports, 'report')} read, ${inIncidents} of them inside incidents and left out`,
    ...suggestions.map(
      ({ path, falseAlarms, reports: judged }) =>
        `${path.join('.')}: ${plural(falseAlarms, 'false alarm')} in ${plural(judged, 'report')} (${significant((falseAlarms / judged) * 100)} %)`,
    ),
    ...left.map(({ path, reason }) => `${path.join('.')}: nothing suggested, ${reason}`),
    ...(suggestions.length === 0 ? ['Nothing is suggested.'] : []),
  ].join('\n');
}
