import { withLabels } from '../alerts/decisions.ts';
import { type RoutePolicy, routeName } from '../alerts/routing/route-policy.ts';
import { readAcknowledged, recordAcknowledged } from '../archive/acknowledged.ts';
import { MonitorError } from '../monitor-error.ts';
import type { IncidentRun } from '../outputs/routes/due.ts';
import { previewIncidents, type TellInputs, tellIncidents } from '../outputs/routes/tell-incidents.ts';
import type { Envelope, Transport } from '../outputs/routes/transport.ts';
import { plural } from '../wording/format.ts';

export interface IncidentTelling {
  readonly archiveDir: string;
  /** Reports up to the one that is told of, which is the first; newest first. */
  readonly runs: readonly IncidentRun[];
  readonly envelope: Envelope;
  /** Tells again of every incident of the report. */
  readonly force: boolean;
  /** Only says what would be told. */
  readonly dryRun: boolean;
  /** A line for people. */
  readonly print: (text: string) => void;
  /** What a dry run shows. */
  readonly preview: (payload: unknown) => void;
}

export interface RouteResult {
  readonly result: unknown;
  readonly failures: readonly MonitorError[];
  /** Whether there was nothing to tell. */
  readonly isNothing?: boolean;
}

export interface Told {
  /** What became of each route, by its name. */
  readonly routes: Readonly<Record<string, unknown>>;
  readonly errors: readonly MonitorError[];
}

/** Tells one route after the other; one that fails does not keep the others from it. */
export async function tellEach<Addressed>(
  routes: readonly Addressed[],
  nameOf: (route: Addressed) => string,
  tell: (route: Addressed) => Promise<RouteResult>,
): Promise<Told> {
  const told: Record<string, unknown> = {};
  const errors: MonitorError[] = [];
  for (const route of routes) {
    const name = nameOf(route);
    try {
      const { result, failures } = await tell(route);
      told[name] = result;
      errors.push(...failures);
    } catch (error) {
      if (!(error instanceof MonitorError)) throw error;
      told[name] = error.code;
      errors.push(error);
    }
  }
  return { routes: told, errors };
}

/** GitHub comes first, because a label there acknowledges an incident for all. */
export const githubFirst = <Route extends Pick<RoutePolicy, 'to'>>(routes: readonly Route[]): Route[] => [
  ...routes.filter(({ to }) => to === 'github'),
  ...routes.filter(({ to }) => to !== 'github'),
];

/**
 * Tells a route what it is owed of incidents.
 *
 * @param ledger under which is remembered what was told.
 */
export async function tellIncidentRoute(
  route: RoutePolicy,
  transport: Transport,
  ledger: string,
  { archiveDir, runs, envelope, force, dryRun, print, preview }: IncidentTelling,
): Promise<RouteResult> {
  const name = routeName(route);
  const [current, ...earlier] = runs;
  const incidents = current?.incidents;
  const living = (incidents ?? []).filter(({ state }) => state !== 'recovered').map(({ id }) => id);
  if (transport.acknowledged !== undefined && living.length > 0) {
    const acknowledged = new Set(await transport.acknowledged(living));
    if (!dryRun) recordAcknowledged(archiveDir, living, acknowledged);
  }
  const labelled = readAcknowledged(archiveDir);
  const { generatedAt } = envelope;
  const inputs: TellInputs = {
    archiveDir,
    runs: [{ generatedAt, incidents: incidents && withLabels(incidents, labelled) }, ...earlier],
    envelope,
    force,
  };
  const digest = 'digest' in route ? route.digest : undefined;
  const { owner, severity, segment } = route;
  const incidentRoute = { name: ledger, filter: { owner, severity, segment }, digest, transport };
  if (dryRun) {
    const payloads = previewIncidents(incidentRoute, inputs);
    payloads.forEach(preview);
    return { result: payloads, failures: [] };
  }
  const { told, digest: collected, errors } = await tellIncidents(incidentRoute, inputs);
  for (const { incident, kind } of told) print(`${name}: ${incident.id} ${kind}`);
  if (collected !== null) print(`${name}: a digest of ${plural(collected.length, 'change')}`);
  const keys = ({ incident, event }: (typeof told)[number]): string => `${incident.id}.${event}`;
  return {
    isNothing: told.length === 0 && collected === null && errors.length === 0,
    result: { told: told.map(keys), digest: collected?.map(keys) ?? null, failed: errors.length },
    failures: errors.map((error) => {
      if (error instanceof MonitorError) return error;
      throw error;
    }),
  };
}
