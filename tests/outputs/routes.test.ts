import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Incident } from '../../src/report/schema/incidents.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { type BuiltSite, builtSite, run } from '../support/built-site.ts';
import { fixtureIncident } from '../support/fixtures/incident.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { type HttpServer, httpServer } from '../support/http.ts';
import { type RouteReceivers, routeEnvironment, routeReceivers } from '../support/receivers/routes.ts';

/** The routes of a policy, through the command line. */

const ROUTES = [
  { to: 'pagerduty', severity: ['critical', 'high'] },
  { to: 'slack', channel: 'C0123456' },
  { to: 'teams', owner: 'Business' },
  { to: 'github' },
];

let hub: RouteReceivers['hub'];
let pager: RouteReceivers['pager'];
let slack: RouteReceivers['slack'];
let server: HttpServer;
let site: BuiltSite;

beforeEach(async () => {
  const receivers = routeReceivers();
  ({ hub, pager, slack } = receivers);
  server = await httpServer(receivers.answer);
});
afterEach(async () => {
  site.remove();
  await server.close();
});

const reportOf = (day: string, incidents: readonly Incident[], over: Partial<Report> = {}): Report => ({
  ...fixtureReport({ id: day, end: `${day}T12:00:00.000Z`, rows: 200, red: true }),
  incidents: [...incidents],
  ...over,
});
const calls = (path: string): number => server.calls.filter((call) => call.path.startsWith(path)).length;

/** A site with these reports, its archive kept, where `keep` is an earlier one. */
function build(reports: readonly Report[], routes: readonly object[] = ROUTES): void {
  site = builtSite(reports);
  writeFileSync(join(site.directory, 'policy.json'), JSON.stringify({ routes }));
}
const notify = (args: readonly string[] = ['--routes'], env: Readonly<Record<string, string>> = {}) =>
  run('notify', args, {
    ...site.env,
    NOW: '2026-03-01T12:05:00Z',
    POLICY_PATH: join(site.directory, 'policy.json'),
    ...routeEnvironment(server.url),
    ...env,
  });

const opened = fixtureIncident();
const open = fixtureIncident({ state: 'open', event: null, reports: 2, days: 1 });
const over = fixtureIncident({ state: 'recovered', event: 'recovered', reports: 2, days: 2 });

test('each route hears once of what it is for, also when the job runs again, and no secret is printed', async () => {
  build([reportOf('2026-02-12', [opened])]);
  const first = await notify();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout.trim().split('\n').sort()).toEqual([
    'github: data-drift.2026-02-12 opened',
    'pagerduty: data-drift.2026-02-12 opened',
    'slack: data-drift.2026-02-12 opened',
    'teams: nothing to tell',
  ]);
  const again = await notify(['--routes', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({
    told: { pagerduty: { told: [], digest: null, failed: 0 }, slack: { told: [] } },
  });
  expect([calls('/api/'), calls('/v2/'), calls('/teams'), hub.issues.length]).toEqual([1, 1, 0, 1]);
  expect(JSON.stringify([first, again])).not.toMatch(/s3cret|ghs_token/);
});

test('after a lost state nothing is doubled where the receiver knows it, and the others say that they may repeat', async () => {
  build([reportOf('2026-02-12', [opened]), reportOf('2026-02-13', [open])]);
  await notify();
  rmSync(join(site.archiveDir, 'sent'), { recursive: true });
  await notify();
  expect([...pager.alerts.values()]).toEqual([expect.objectContaining({ opened: 1, state: 'triggered' })]);
  expect(hub.issues).toEqual([expect.objectContaining({ comments: [] })]);
  expect(slack.posts).toHaveLength(2);
  expect(JSON.stringify(server.calls.findLast(({ path }) => path.startsWith('/api/'))?.body)).toContain(
    'not known whether this was told before',
  );
});

test('a label on the issue acknowledges the incident for every route', async () => {
  build([reportOf('2026-02-12', [opened])]);
  await notify();
  hub.issues[0]?.labels.push('acknowledged');
  const { archiveDir } = site;
  const due = reportOf('2026-02-19', [{ ...open, reminders: 1, event: 'reminder-1' }]);
  const earlier = site;
  build([reportOf('2026-02-12', [opened]), due]);
  rmSync(join(site.archiveDir, 'sent'), { recursive: true, force: true });
  const { stdout } = await notify(['--routes'], { ARCHIVE_DIR: archiveDir });
  earlier.remove();
  expect(stdout).toContain('pagerduty: data-drift.2026-02-12 acknowledged');
  expect(stdout).toContain('slack: nothing to tell');
  expect([...pager.alerts.values()]).toEqual([expect.objectContaining({ state: 'acknowledged' })]);
  expect(hub.issues[0]?.comments).toEqual([]);
});

test('a route that lacks a variable is said by name with exit code 2, and the others are told', async () => {
  build([reportOf('2026-02-12', [opened])]);
  const { code, stdout, stderr } = await notify(['--routes'], {
    SLACK_BOT_TOKEN: '',
    PAGERDUTY_ROUTING_KEY: '',
  });
  expect(code).toBe(2);
  expect(stderr).toContain('The route slack needs SLACK_BOT_TOKEN, which is not set: nothing was sent.');
  expect(stderr).toContain('The route pagerduty needs PAGERDUTY_ROUTING_KEY');
  expect(stdout).toContain('github: data-drift.2026-02-12 opened');
  // Set later, it is told what it missed.
  expect((await notify()).stdout).toContain('slack: data-drift.2026-02-12 opened');
});

test('a server that fails keeps nothing from the other routes', async () => {
  build([reportOf('2026-02-12', [opened])]);
  const { code, stdout, stderr } = await notify(['--routes', '--to', 'slack', '--to', 'pagerduty'], {
    SLACK_BOT_TOKEN: 'xoxb-wrong',
  });
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringContaining('SLACK_BOT_TOKEN: Slack answered invalid_auth.'),
  });
  expect(stdout).toBe('pagerduty: data-drift.2026-02-12 opened\n');
  expect(hub.issues).toEqual([]);
  expect((await notify()).stdout).toContain('slack: data-drift.2026-02-12 opened');
});

test('a dry run shows what would be sent, and tells and remembers nothing', async () => {
  build([reportOf('2026-02-12', [opened])]);
  const { code, stdout } = await notify(['--routes', '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toContain('"event_action": "trigger"');
  expect(stdout).not.toMatch(/s3cret/);
  expect(server.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect((await notify()).stdout).toContain('pagerduty: data-drift.2026-02-12 opened');
});

test('incidents are told of the newest report alone, and not of simulated ones', async () => {
  build([reportOf('2026-02-12', [opened]), reportOf('2026-02-13', [over])]);
  const old = await notify(['--routes', '--id', '2026-02-12']);
  expect(old.stdout).toContain('pagerduty: there is a newer report');
  expect(server.calls).toEqual([]);
  site.remove();
  build([reportOf('2026-02-12', [opened], { simulated: true })]);
  expect(await notify()).toMatchObject({ code: 0, stdout: '' });
  expect(server.calls).toEqual([]);
});

test('a route may tell of reports; then the flags and the mail command tell nobody', async () => {
  const routes = [
    { to: 'teams', tell: 'reports', when: 'on-red' },
    { to: 'slack', name: 'chat', tell: 'reports', channel: 'C0123456' },
  ];
  const report = reportOf('2026-02-12', [opened]);
  build([{ ...report, verdict: { ...report.verdict, status: 'red' } }], routes);
  const first = await notify(['--routes', '--slack', '--webhook']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('slack, webhook: routes of the policy say who is told of reports');
  expect(first.stdout).toContain('teams: sent\nchat: sent');
  expect((await notify()).stdout).toContain('chat: report 2026-02-12 was sent before');
  expect([calls('/teams'), slack.posts.length]).toEqual([1, 1]);
  const mail = await run('mail', [], {
    ...site.env,
    NOW: '2026-03-01T12:05:00Z',
    POLICY_PATH: join(site.directory, 'policy.json'),
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'a@example.org',
    MAIL_TO: 'a@example.org',
  });
  expect(mail).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('routes of the policy say who is told'),
  });
});

test.each([
  [['--to', 'slack'], '--to belongs to --routes'],
  [['--routes', '--to', 'telegram'], '--to must be one of mail, slack'],
])('%j is refused', async (args, words) => {
  build([reportOf('2026-02-12', [])]);
  expect(await notify(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
});
