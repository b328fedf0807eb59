import type { Incident } from '../../report/schema/incidents.ts';
import type { Report } from '../../report/schema/report.ts';
import { causesSentences } from '../../wording/causes.ts';
import { sentence } from '../../wording/clean-text.ts';
import { decisionWords } from '../../wording/decisions.ts';
import { formatShortDay, listWords } from '../../wording/format.ts';

/**
 * What the incident of an alert adds to it, as sentences: when it got worse, which alerts it shares, what came with it. Empty
 * where it has none, or nothing to add.
 */
export function incidentSentences({ incidents = [] }: Pick<Report, 'incidents'>, alert: string): string[] {
  const own = incidents.filter(
    ({ members, state }) =>
      state !== 'recovered' && members.some(({ rule, fires }) => rule === alert && fires),
  );
  return [...new Set(own.flatMap((incident) => sentencesOf(incident, alert)))];
}

function sentencesOf({ lastWorse, members, explains, acknowledged }: Incident, alert: string): string[] {
  const others = [
    ...new Set(members.filter(({ rule, fires }) => rule !== alert && fires).map(({ title }) => title)),
  ];
  return [
    ...(lastWorse === null ? [] : [`Worse since ${formatShortDay(lastWorse)}.`]),
    ...(others.length === 0 ? [] : [`One incident with ${listWords(others)}.`]),
    ...causesSentences({ explains }),
    ...(acknowledged === null ? [] : [sentence(decisionWords('Acknowledged', acknowledged))]),
  ];
}

/** Incidents that this report is the first to see over, as sentences. */
export const recoveredSentences = ({ incidents = [] }: Pick<Report, 'incidents'>): string[] =>
  incidents
    .filter(({ state }) => state === 'recovered')
    .map(
      ({ title, openedAt, reports }) =>
        `${title} is over; it was open from ${formatShortDay(openedAt)}, in ${reports} ${reports === 1 ? 'report' : 'reports'}.`,
    );
