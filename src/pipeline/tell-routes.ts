import { type RoutePolicy, routeName, type TellWhen } from '../alerts/routing/route-policy.ts';
import { configurationError } from '../monitor-error.ts';
import { shouldSend } from '../outputs/mail/should-send.ts';
import {
  previewReport,
  type ReportDestination,
  type ReportMessage,
  sendReport,
} from '../outputs/routes/tell-report.ts';
import type { TransportEnvironment } from '../outputs/routes/transport.ts';
import { transportOf } from '../outputs/routes/transport-of.ts';
import { oncePerReport } from '../outputs/sent-marker.ts';
import { readRoute } from '../settings/route-settings.ts';
import {
  githubFirst,
  type IncidentTelling,
  type RouteResult,
  type Told,
  tellEach,
  tellIncidentRoute,
} from './tell-incident-route.ts';

export interface Telling extends Omit<IncidentTelling, 'runs' | 'envelope'> {
  readonly message: ReportMessage;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly world: TransportEnvironment;
  /** Tells again, and of simulated data. */
  readonly force: boolean;
  /** Whether a newer report is archived: incidents are told of the newest one only. */
  readonly isOld: boolean;
}

/** Tells all routes what they are to be told of a report. */
export const tellRoutes = (routes: readonly RoutePolicy[], telling: Telling): Promise<Told> =>
  tellEach(githubFirst(routes), routeName, (route) => tellRoute(route, telling));

const done = (result: unknown): RouteResult => ({ result, failures: [] });

async function tellRoute(route: RoutePolicy, telling: Telling): Promise<RouteResult> {
  const { message, force, dryRun, print, preview, env } = telling;
  const name = routeName(route);
  const isWanted = force || !message.report.simulated;
  if (!isWanted) return done('simulated');
  const reading = readRoute(route, env);
  if ('missing' in reading) {
    // Without addresses too: a dry run shows the words.
    if (dryRun && tellsReports(route)) return done(previewed(previewReport(route.to, message), preview));
    const needs = reading.missing.join(' and ');
    throw configurationError(
      'notify-settings',
      `The route ${name} needs ${needs}, which is not set: nothing was sent.`,
    );
  }
  const { address } = reading;
  if (tellsReports(route)) {
    if (address.to === 'pagerduty') throw new Error('PagerDuty is told of incidents only.');
    return done(await tellReport(name, 'when' in route ? route.when : 'always', address, telling));
  }
  if (telling.isOld && !force) {
    print(`${name}: there is a newer report; incidents are told of the newest only`);
    return done('newer-report');
  }
  const { report, runs, link, title } = message;
  const { id, generatedAt, incidents } = report;
  const told = await tellIncidentRoute(route, transportOf(address, telling.world), name, {
    ...telling,
    runs: [{ generatedAt, incidents }, ...runs.slice(1)],
    envelope: { title, report: id, generatedAt, link },
  });
  if (told.isNothing) print(`${name}: nothing to tell`);
  return told;
}

type ReportRoute = Exclude<RoutePolicy, { readonly to: 'pagerduty' }>;

export const tellsReports = (route: RoutePolicy): route is ReportRoute =>
  route.to !== 'pagerduty' && route.tell === 'reports';

function previewed(payload: unknown, preview: Telling['preview']): unknown {
  preview(payload);
  return payload;
}

async function tellReport(
  name: string,
  when: TellWhen,
  destination: ReportDestination,
  { message, archiveDir, force, dryRun, world, print, preview }: Telling,
): Promise<unknown> {
  const { report, comparison } = message;
  if (!force && !shouldSend(when, report.verdict.status, comparison)) {
    print(`${name}: not told, because it hears of reports ${when}`);
    return when;
  }
  if (dryRun) return previewed(previewReport(destination.to, message), preview);
  // A forced message gets a new idempotency key.
  const key = `${name}/${report.id}${force ? `/${world.now()}` : ''}`;
  const send = (): Promise<void> => sendReport(destination, message, key, world);
  const isSent = force
    ? await send().then(() => true)
    : await oncePerReport(archiveDir, name, report.id, send);
  print(isSent ? `${name}: sent` : `${name}: report ${report.id} was sent before`);
  return isSent ? 'sent' : 'sent-before';
}
