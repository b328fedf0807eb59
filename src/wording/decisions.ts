import type { Covered, Decision, Decisions } from '../report/schema/decisions.ts';
import type { Report } from '../report/schema/report.ts';
import { formatDay } from './format.ts';

/** Decisions of a report; absent where its team has made none. */
interface WithDecisions {
  readonly decisions?: Decisions;
}

/** The decision in force that covers a part of the report, of several the longest; null where none does. */
export function decisionOn(
  decisions: readonly Decision[] = [],
  kind: Covered['kind'],
  id: string,
): Decision | null {
  const found = decisions.filter(
    ({ inForce, covers }) => inForce && covers.some((covered) => covered.kind === kind && covered.id === id),
  );
  return found.toSorted((a, b) => endOf(b) - endOf(a))[0] ?? null;
}

const endOf = ({ until }: Decision): number => (until === null ? Infinity : Date.parse(until));

export const silenceOf = ({ decisions }: WithDecisions, kind: Covered['kind'], id: string): Decision | null =>
  decisionOn(decisions?.silences, kind, id);

type Alert = Pick<Report['alerts'][number], 'id' | 'segments'>;

/**
 * What silences an alert: a silence of it, or, of a rule that judges features one by one, silences and acceptances of every
 * feature that fires. Of these the one that ends first.
 */
export function silenceOfAlert(report: WithDecisions, { id, segments = [] }: Alert): Decision | null {
  const own = silenceOf(report, 'alert', id);
  const firing = segments.filter(({ status }) => status === 'firing');
  if (own !== null || firing.length === 0) return own;
  const each = firing.map(
    ({ segment }) => silenceOf(report, 'feature', segment) ?? acceptanceOf(report, segment),
  );
  const known = each.filter((decision) => decision !== null);
  return known.length < each.length ? null : (known.toSorted((a, b) => endOf(a) - endOf(b))[0] ?? null);
}

export const acceptanceOf = ({ decisions }: WithDecisions, feature: string): Decision | null =>
  decisionOn(decisions?.accepted, 'feature', feature);

/** "until 1 Mar 2026"; empty for a decision without an end. The end of a day is the day itself. */
export function untilWords({ until }: Pick<Decision, 'until'>): string {
  if (until === null) return '';
  return `until ${formatDay(new Date(Date.parse(until) - 1).toISOString())}`.replaceAll('\u00a0', ' ');
}

/** A sentence with the decision that silences what it says: "Traffic 120, below 200 (silenced until 1 Mar 2026)." */
export const withSilence = (sentence: string, silence: Decision): string =>
  `${sentence.replace(/\.$/, '')} (silenced ${untilWords(silence)}).`;

/** "silenced until 1 Mar 2026 by sales: Spring campaign"; what is not known is left out. */
export function decisionWords(
  word: string,
  {
    until,
    by,
    reason,
  }: Pick<Decision, 'until'> & { readonly by: string | null; readonly reason: string | null },
): string {
  const parts = [word, untilWords({ until }), by === null ? '' : `by ${by}`].filter((part) => part !== '');
  return [parts.join(' '), reason ?? ''].filter((part) => part !== '').join(': ');
}
