import type { Annotation, Decision } from '../../report/schema/decisions.ts';
import type { Report } from '../../report/schema/report.ts';
import { decisionWords, untilWords } from '../../wording/decisions.ts';
import { formatDay } from '../../wording/format.ts';

interface DecisionList {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Decisions of a report in words, those in force first; lists without one are left out. */
export function decisionLists({ decisions }: Pick<Report, 'decisions'>): DecisionList[] {
  if (decisions === undefined) return [];
  const { silences, acknowledgements, accepted, annotations } = decisions;
  return [
    { title: 'Silenced', lines: decisionLines('silenced', silences) },
    { title: 'Acknowledged', lines: decisionLines('acknowledged', acknowledgements) },
    { title: 'Accepted as the new normal', lines: decisionLines('accepted', accepted) },
    { title: 'Time spans', lines: annotations.map(annotationLine) },
  ].filter(({ lines }) => lines.length > 0);
}

const decisionLines = (word: string, decisions: readonly Decision[]): string[] =>
  decisions
    .toSorted((a, b) => Number(b.inForce) - Number(a.inForce))
    .map((decision) => {
      const { what, inForce, by, reason } = decision;
      const words = inForce
        ? decisionWords(word, decision)
        : `over (${word} ${untilWords(decision)} by ${by}: ${reason})`;
      return `${what}: ${[words, ...unmatched(decision)].join('; ')}`;
    });

function unmatched({ inForce, covers, nearest }: Decision): string[] {
  if (!inForce || covers.length > 0) return [];
  return [`names nothing in this report${nearest === null ? '' : `: did you mean ${nearest}?`}`];
}

function annotationLine({ label, from, to }: Annotation): string {
  const [first, last] = [formatDay(from), formatDay(new Date(Date.parse(to) - 1).toISOString())];
  return `${label}: ${first === last ? first : `${first} to ${last}`}`;
}
