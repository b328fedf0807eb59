import { appendFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import {
  ROUTE_KINDS,
  type RoutePolicy,
  routesPolicy,
  TELL_WHEN,
} from '../../src/alerts/routing/route-policy.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { configurationError, EXIT, type MonitorError } from '../../src/monitor-error.ts';
import { permalink } from '../../src/outputs/address.ts';
import { briefOf } from '../../src/outputs/brief.ts';
import { annotations } from '../../src/outputs/github/annotations.ts';
import { jobSummary } from '../../src/outputs/github/job-summary.ts';
import { shouldSend } from '../../src/outputs/mail/should-send.ts';
import { hasNewerFinal, readPublished } from '../../src/outputs/published.ts';
import { tellRoutes, tellsReports } from '../../src/pipeline/tell-routes.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flag, flagError, text, texts } from '../../src/settings/command/options.ts';
import { outputsHelp, readOutputsSettings } from '../../src/settings/outputs-settings.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { ROUTE_VARIABLES, readRoute, routeKinds } from '../../src/settings/route-settings.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

/** Told of reports by flags, as long as no route of the policy tells of reports. */
const DEFAULT_ROUTES = {
  slack: { route: { to: 'slack' }, needs: '--slack needs SLACK_WEBHOOK_URL.' },
  webhook: { route: { to: 'webhook' }, needs: '--webhook needs WEBHOOK_URL.' },
  issue: { route: { to: 'github' }, needs: '--issue needs GITHUB_TOKEN and GITHUB_REPOSITORY.' },
} as const;
const DEFAULT_NAMES = ['slack', 'webhook', 'issue'] as const;

export const command = defineCommand({
  options: {
    routes: flag('what the routes of the policy are to be told: incidents, and reports where they say so'),
    to: texts('KIND', `with --routes: only these (${ROUTE_KINDS.join(', ')}; may be repeated)`),
    slack: flag('a Block Kit message to SLACK_WEBHOOK_URL'),
    webhook: flag('the same words as JSON to WEBHOOK_URL'),
    summary: flag('Markdown to GITHUB_STEP_SUMMARY (standard output where it is not set)'),
    annotations: flag('workflow commands on standard output'),
    issue: flag('opens a GitHub issue on red, closes it on green'),
    id: text('ID', 'an archived report (default: the newest of the site that is not refreshed any more)'),
    when: choice(TELL_WHEN, 'for --slack and --webhook', 'always'),
    force: flag('also what was sent before, is not wanted, or shows simulated data'),
    'dry-run': flag('print what would be sent'),
  },
  details: () =>
    `Slack, webhook and issue hear of a report once, a route of the policy of each change of an incident once; where a message\nmay have arrived although the server failed, it is not sent again unless forced. Where a route of the policy tells of\nreports, --slack, --webhook and --issue tell nobody.\n\n${outputsHelp([...ROUTE_VARIABLES, 'GITHUB_STEP_SUMMARY'])}`,
  example: {
    before: 'SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…',
    args: ['--slack', '--when', 'on-change'],
  },
  exits: {
    2: 'a setting or policy is wrong, or a route lacks a variable',
    3: 'no report',
    4: 'a server failed',
  },
  async run({ values, reporter, print, printExactly, printJson }) {
    if (values.to.length > 0 && !values.routes) throw flagError('--to belongs to --routes.');
    const kinds = new Set(routeKinds(values.to));
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const outputs = readOutputsSettings(process.env);
    const policy = await readPolicy(policyPath(settings));
    const { title } = policy.site;
    const archive = openArchive(settings.archiveDir);
    const published = readPublished(settings.outDir, archive, values.id ?? null, settings.now);
    const { report, comparison } = published;
    const link = settings.siteUrl === null ? null : permalink(settings, report.id);
    const brief = briefOf(report, comparison);

    const shown: Record<string, unknown> = {};
    if (values.annotations) {
      const lines = annotations(brief);
      shown['annotations'] = lines;
      for (const line of lines) printExactly(line);
    }
    if (values.summary) {
      const markdown = jobSummary(brief, link, title);
      shown['summary'] = markdown;
      if (outputs.github.stepSummary === null || values['dry-run']) printExactly(markdown);
      else await appendFile(outputs.github.stepSummary, markdown);
    }

    const replaced = policy.routes.some(tellsReports);
    const defaults = DEFAULT_NAMES.filter((name) => values[name]);
    if (replaced && defaults.length > 0)
      print(`${defaults.join(', ')}: routes of the policy say who is told of reports`);
    const wanted = values.force || (!report.simulated && shouldSend(values.when, brief.status, comparison));
    const told = await tellRoutes(
      [
        ...(replaced ? [] : defaults.map((name) => defaultRoute(name, values.when, values['dry-run']))),
        ...(values.routes ? policy.routes.filter(({ to }) => kinds.has(to)) : []),
      ],
      {
        archiveDir: settings.archiveDir,
        message: { ...published, brief, link, title },
        env: process.env,
        world: {
          fetchImpl: fetch,
          sleep: (ms: number) => setTimeout(ms),
          now: Date.now,
          onRefused: (recipients) => reporter.warn(`the server refused ${recipients.join(', ')}`),
        },
        force: values.force,
        dryRun: values['dry-run'],
        isOld: hasNewerFinal(archive, report, settings.now),
        print,
        preview: (payload) => printExactly(JSON.stringify(payload, null, 2)),
      },
    );
    printJson({ id: report.id, wanted, told: { ...shown, ...told.routes } });
    throwFirst(told.errors, (message) => reporter.warn(message));
    return undefined;
  },
});

/** @throws MonitorError `notify-settings` (exit code 2) where its variables are not set. */
function defaultRoute(
  name: (typeof DEFAULT_NAMES)[number],
  when: (typeof TELL_WHEN)[number],
  dryRun: boolean,
): RoutePolicy {
  const { route, needs } = DEFAULT_ROUTES[name];
  const [parsed] = routesPolicy.parse([{ ...route, tell: 'reports', ...(name === 'issue' ? {} : { when }) }]);
  if (parsed === undefined) throw new Error('A default route that is none.');
  if (!dryRun && 'missing' in readRoute(parsed, process.env))
    throw configurationError('notify-settings', needs);
  return { ...parsed, name };
}

/** A service that failed outranks a setting that is missing; the others are warnings. */
function throwFirst(errors: readonly MonitorError[], warn: (message: string) => void): void {
  const first = errors.find(({ exitCode }) => exitCode === EXIT.service) ?? errors[0];
  for (const error of errors) if (error !== first) warn(error.message);
  if (first !== undefined) throw first;
}
