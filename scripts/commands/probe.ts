import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROUTE_KINDS } from '../../src/alerts/routing/route-policy.ts';
import { probeHealth } from '../../src/ingest/services/health/health.ts';
import { appendHealth, healthEntry, readHealth } from '../../src/ingest/services/health/health-log.ts';
import { EXIT, MonitorError } from '../../src/monitor-error.ts';
import { type OutageRoute, outageRoutes, tellOutages } from '../../src/pipeline/tell-outages.ts';
import { type Context, defineCommand } from '../../src/settings/command/command.ts';
import { flag, number, type Options, texts } from '../../src/settings/command/options.ts';
import { outputsHelp, readOutputsSettings } from '../../src/settings/outputs-settings.ts';
import type { Policy } from '../../src/settings/policy-schema.ts';
import { NO_DECISIONS, readDecisions } from '../../src/settings/read-decisions.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { ROUTE_VARIABLES, routeKinds } from '../../src/settings/route-settings.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';
import type { Settings } from '../../src/settings/variables.ts';

interface Probe {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly logPath: string;
  readonly routes: readonly OutageRoute[];
  readonly output: Pick<Context<Options>, 'print' | 'printJson' | 'reporter'>;
}

export const command = defineCommand({
  options: {
    watch: flag('check again and again until it is ended (default: once)'),
    interval: number('SECONDS', 'between checks', { min: 0.001, max: 86_400 }, 60),
    to: texts('KIND', `only these routes (${ROUTE_KINDS.join(', ')}; may be repeated)`),
  },
  details: () =>
    `Down: as many failures in as many minutes as the policy’s alert "api-down" says. An outage is an incident with its owner and
severity: the routes of the policy that it is for are told once when it begins, and once when it is over. Without such
routes SLACK_WEBHOOK_URL and WEBHOOK_URL are told.\n\n${outputsHelp(['HEALTH_LOG', ...ROUTE_VARIABLES])}`,
  example: {
    before: 'API_BASE_URL=https://api.example.org SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…',
    args: ['--watch', '--interval', '30'],
  },
  exits: { 0: 'it answered 200', 2: 'a setting is wrong, or a route lacks a variable', 10: 'it did not' },
  async run({ values, signal, ...output }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const outputs = readOutputsSettings(process.env);
    const policy = await readPolicy(policyPath(settings));
    const routes = outageRoutes(policy.routes, routeKinds(values.to), process.env);
    const logPath = resolve(settings.cwd, outputs.healthLog);
    const probe = { settings, policy, logPath, routes, output };
    if (!values.watch) return (await check(probe)) ? EXIT.ok : EXIT.gate;
    while (!signal.aborted) {
      await check(probe);
      await setTimeout(values.interval * 1000, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  },
});

/** A failure to tell is a warning, because it must not end `--watch`; the next check tells what is owed. */
async function check({ settings, policy, logPath, routes, output }: Probe): Promise<boolean> {
  const { print, printJson, reporter } = output;
  const { healthPath, timeoutMs } = policy.health;
  const world = {
    fetchImpl: fetch,
    sleep: (ms: number) => setTimeout(ms),
    now: Date.now,
    onRefused: (recipients: readonly string[]) =>
      reporter.warn(`the server refused ${recipients.join(', ')}`),
  };
  const observation = await probeHealth({
    url: `${settings.api.url.replace(/\/$/, '')}${healthPath}`,
    tries: 1,
    timeoutMs,
    explicit: true,
    now: Date.now,
    sleep: world.sleep,
  });
  const [attempt] = observation.attempts;
  if (attempt === undefined) throw new Error('A check without an attempt.');
  const entry = healthEntry(attempt, healthPath);
  const earlier = readHealth(logPath);
  appendHealth(logPath, entry);
  const answered = `in ${Math.round(entry.response_ms ?? 0)} ms`;
  print(`${entry.timestamp} ${entry.ok ? `up, ${answered}` : `failed: ${entry.error}`}`);
  const warn = (error: MonitorError): void => reporter.warn(error.message);
  const told = await tellOutages({
    routes,
    entries: [...earlier, entry],
    archiveDir: settings.archiveDir,
    alert: policy.alerts['api-down'],
    reminderDays: policy.incidents.reminderDays,
    decisions: await readDecisions(settings).catch((error: unknown) => {
      if (!(error instanceof MonitorError)) throw error;
      warn(error);
      return NO_DECISIONS;
    }),
    title: policy.site.title,
    world,
    print,
  });
  const { change } = told;
  if (change !== null) print(`${change.title}: ${change.explanation}`);
  told.errors.forEach(warn);
  printJson({ ...entry, incident: change, told: told.routes }, true);
  return entry.ok;
}
