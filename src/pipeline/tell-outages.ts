import type { SlidingPolicy } from '../alerts/alert-policy.ts';
import { type RoutePolicy, routeName, routesPolicy } from '../alerts/routing/route-policy.ts';
import type { HealthEntry } from '../ingest/services/health/health-log.ts';
import { configurationError } from '../monitor-error.ts';
import { outageRuns } from '../outputs/probe/outage-incidents.ts';
import { outagesOf } from '../outputs/probe/outages.ts';
import { Ledger } from '../outputs/routes/ledger.ts';
import type { TransportEnvironment } from '../outputs/routes/transport.ts';
import { transportOf } from '../outputs/routes/transport-of.ts';
import type { GivenDecisions } from '../report/schema/decisions.ts';
import type { Incident } from '../report/schema/incidents.ts';
import { type RouteAddress, readRoute } from '../settings/route-settings.ts';
import { githubFirst, type Told, tellEach, tellIncidentRoute } from './tell-incident-route.ts';
import { tellsReports } from './tell-routes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who is told of outages, and where. */
export interface OutageRoute {
  readonly route: RoutePolicy;
  readonly address: RouteAddress;
}

/** Told where the policy has no route for incidents, as far as their variables are set. */
const DEFAULT_ROUTES = routesPolicy.parse([{ to: 'slack' }, { to: 'webhook' }]);

/**
 * The routes that are told of outages: those of the policy that are told of incidents.
 *
 * @param kinds only routes to these kinds of places.
 * @throws MonitorError `probe-settings` (exit code 2) where a route of the policy lacks a variable.
 */
export function outageRoutes(
  routes: readonly RoutePolicy[],
  kinds: readonly RoutePolicy['to'][],
  env: Environment,
): OutageRoute[] {
  const own = routes.filter((route) => !tellsReports(route));
  const wanted = (own.length > 0 ? own : DEFAULT_ROUTES).filter(({ to }) => kinds.includes(to));
  return githubFirst(wanted).flatMap((route): OutageRoute[] => {
    const reading = readRoute(route, env);
    if (!('missing' in reading)) return [{ route, address: reading.address }];
    if (own.length === 0) return [];
    throw configurationError(
      'probe-settings',
      `The route ${routeName(route)} needs ${reading.missing.join(' and ')}, which is not set. Set it, or name with --to the kinds of routes that are told of outages.`,
    );
  });
}

interface OutageTelling {
  readonly routes: readonly OutageRoute[];
  /** The health log, oldest first. */
  readonly entries: readonly HealthEntry[];
  readonly archiveDir: string;
  readonly alert: SlidingPolicy;
  readonly reminderDays: number;
  readonly decisions: GivenDecisions;
  readonly title: string;
  readonly world: TransportEnvironment;
  readonly print: (text: string) => void;
}

interface OutagesTold extends Told {
  /** The outage that the newest check began or ended. */
  readonly change: Incident | null;
}

/** Apart from what the routes were told of reports, whose incidents are others. */
const ledgerOf = (route: RoutePolicy): string => `outages/${routeName(route)}`;

/** Tells every route of outages that began or ended: each once, however often the API is checked. */
export async function tellOutages({
  routes,
  entries,
  archiveDir,
  title,
  world,
  print,
  ...policy
}: OutageTelling): Promise<OutagesTold> {
  const now = entries.at(-1)?.timestamp;
  if (now === undefined) return { change: null, routes: {}, errors: [] };
  const runs = outageRuns(outagesOf(entries, policy.alert), now, toldOf(archiveDir, routes), policy);
  const envelope = { title, report: null, generatedAt: now, link: null };
  const told = await tellEach(
    routes,
    ({ route }) => routeName(route),
    ({ route, address }) =>
      tellIncidentRoute(route, transportOf(address, world), ledgerOf(route), {
        ...{ archiveDir, runs, envelope, print },
        ...{ force: false, dryRun: false, preview: () => undefined },
      }),
  );
  const change = runs[0]?.incidents?.find(({ event }) => event !== null) ?? null;
  return { ...told, change };
}

/** The outages of which any route was told, and whether all that were are told of the end. */
function toldOf(archiveDir: string, routes: readonly OutageRoute[]): ReadonlyMap<string, boolean> {
  const told = new Map<string, boolean>();
  for (const { route } of routes) {
    const ledger = new Ledger(archiveDir, ledgerOf(route), true);
    for (const id of ledger.incidents()) {
      const { events } = ledger.told(id);
      if (events.size > 0) told.set(id, (told.get(id) ?? true) && events.has('recovered'));
    }
  }
  return told;
}
