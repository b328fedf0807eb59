import type {
  Covered,
  Decision,
  Decisions,
  GivenDecision,
  GivenDecisions,
} from '../report/schema/decisions.ts';
import type { Incident } from '../report/schema/incidents.ts';
import { acceptanceOf, decisionOn, silenceOf } from '../wording/decisions.ts';
import { publicName } from '../wording/public-name.ts';
import { matchesWildcard } from './wildcard.ts';

/** Everything of a report that a decision may name. */
export type Subjects = Readonly<Record<Covered['kind'], readonly string[]>>;

export interface DecisionContext {
  readonly subjects: Subjects;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The most similar of several names; null where none is similar. */
  readonly nearest: (name: string, names: Iterable<string>) => string | null;
}

/** What the team decided, as it stands at `now`: what is in force, and what of this report each decision names. */
export function decide(given: GivenDecisions, context: DecisionContext): Decisions {
  const of =
    (kinds: readonly Covered['kind'][]) =>
    (decision: GivenDecision): Decision =>
      judged(decision, kinds, context);
  return {
    silences: given.silences.map(of(['alert', 'figure', 'feature', 'incident'])),
    acknowledgements: given.acknowledgements.map(of(['alert', 'incident'])),
    accepted: given.accepted.map(of(['feature'])),
    annotations: [...given.annotations],
  };
}

const KIND = /^(alert|figure|feature|incident):(.+)$/s;

function judged(
  { what, until, reason, by }: GivenDecision,
  kinds: readonly Covered['kind'][],
  { subjects, now, nearest }: DecisionContext,
): Decision {
  const [, kind, rest] = KIND.exec(what) ?? [];
  const names = kinds.filter((one) => kind === undefined || one === kind);
  const pattern = rest ?? what;
  const covers = names.flatMap((one) =>
    subjects[one].filter((id) => matchesWildcard(id, pattern)).map((id): Covered => ({ kind: one, id })),
  );
  const known = names.flatMap((one) => subjects[one]);
  return {
    what: publicName(what, 200),
    until,
    reason,
    by,
    inForce: until === null || Date.parse(until) > now,
    covers,
    nearest: covers.length > 0 || pattern.includes('*') ? null : nearest(pattern, known),
  };
}

type Covering = Pick<Incident, 'silencedUntil' | 'acknowledged'>;

/**
 * What covers an incident. It is silenced by its own id, or where each of its rules that fire is: by the alert, or by the
 * feature that it found, which is silenced or accepted. It is acknowledged by its id, or by one of its rules that fire.
 */
export function coverOf(
  { id, rule, segment, members }: Pick<Incident, 'id' | 'rule' | 'segment' | 'members'>,
  decisions: Decisions,
): Covering {
  const firing = members.filter(({ fires }) => fires);
  // One that has recovered is still that of its rule.
  const parts = firing.length > 0 ? firing : [{ rule, segment }];
  const own = silenceOf({ decisions }, 'incident', id)?.until ?? null;
  const ofParts = parts.map((part) => longest(silencesOf(part, decisions)));
  const known = ofParts.filter((until) => until !== null);
  const each = known.length === ofParts.length ? byTime(known)[0] : null;
  const acknowledged =
    decisionOn(decisions.acknowledgements, 'incident', id) ??
    parts
      .map((part) => decisionOn(decisions.acknowledgements, 'alert', part.rule))
      .find((one) => one !== null);
  return {
    silencedUntil: longest([own, each]),
    acknowledged:
      acknowledged == null
        ? null
        : { until: acknowledged.until, reason: acknowledged.reason, by: acknowledged.by },
  };
}

function silencesOf(
  { rule, segment }: Pick<Incident, 'rule' | 'segment'>,
  decisions: Decisions,
): (string | null | undefined)[] {
  const ofFeature =
    segment === null
      ? []
      : [silenceOf({ decisions }, 'feature', segment), acceptanceOf({ decisions }, segment)];
  return [silenceOf({ decisions }, 'alert', rule), ...ofFeature].map((decision) => decision?.until);
}

const byTime = (times: readonly string[]): string[] =>
  times.toSorted((a, b) => Date.parse(a) - Date.parse(b));

const longest = (times: readonly (string | null | undefined)[]): string | null =>
  byTime(times.filter((time) => time != null)).at(-1) ?? null;

const LABELLED: NonNullable<Incident['acknowledged']> = {
  until: null,
  reason: null,
  by: 'a label on its GitHub issue',
};

/** Incidents with those acknowledged that have the label where they were told, and of which the team decided nothing. */
export const withLabels = (incidents: readonly Incident[], labelled: ReadonlySet<string>): Incident[] =>
  incidents.map((incident) =>
    incident.acknowledged === null && labelled.has(incident.id)
      ? { ...incident, acknowledged: LABELLED }
      : incident,
  );
