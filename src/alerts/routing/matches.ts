import type { Severity } from '../../report/schema/model.ts';
import { matchesWildcard } from '../wildcard.ts';

/** Which incidents a route is for; what is not given matches all. */
export interface RouteFilter {
  readonly owner?: string | readonly string[] | undefined;
  readonly severity?: Severity | readonly Severity[] | undefined;
  /** `*` stands for any text. */
  readonly segment?: string | readonly string[] | undefined;
}

/** What a route looks at of an incident. */
export interface Routable {
  readonly owner: string;
  /** The most severe that it has been. */
  readonly peak: Severity;
  readonly segment: string | null;
  readonly members: readonly { readonly segment: string | null }[];
}

/** Whether a route is for an incident. An owner such as "Business / Data science" is each of them; case does not matter. */
export function matchesRoute(incident: Routable, { owner, severity, segment }: RouteFilter): boolean {
  const segments = [incident.segment, ...incident.members.map((member) => member.segment)].filter(
    (name) => name !== null,
  );
  return (
    (owner === undefined ||
      listed(owner).some((name) => ownersOf(incident.owner).includes(name.trim().toLowerCase()))) &&
    (severity === undefined || listed(severity).includes(incident.peak)) &&
    (segment === undefined ||
      listed(segment).some((pattern) => segments.some((name) => matchesWildcard(name, pattern))))
  );
}

const listed = <T extends string>(value: T | readonly T[]): readonly T[] =>
  typeof value === 'string' ? [value] : value;

const ownersOf = (owner: string): string[] =>
  [owner, ...owner.split('/')].map((name) => name.trim().toLowerCase());
