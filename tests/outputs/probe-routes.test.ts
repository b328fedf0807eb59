import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROUTE_KINDS, routesPolicy } from '../../src/alerts/routing/route-policy.ts';
import { outageRoutes, tellOutages } from '../../src/pipeline/tell-outages.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { NO_DECISIONS } from '../../src/settings/read-decisions.ts';
import { HEALTH_START, healthChecks } from '../support/fixtures/health.ts';
import { type HttpServer, httpServer } from '../support/http.ts';
import { type RouteReceivers, routeEnvironment, routeReceivers } from '../support/receivers/routes.ts';

/** Outages through the routes of a policy, to servers that check what the real ones demand. */

const ROUTES = [
  { to: 'pagerduty', severity: ['critical'] },
  { to: 'slack', channel: 'C0123456' },
  { to: 'teams', owner: 'Business' },
  { to: 'github' },
  { to: 'webhook', tell: 'reports' },
];

let hub: RouteReceivers['hub'];
let pager: RouteReceivers['pager'];
let slack: RouteReceivers['slack'];
let server: HttpServer;
let archiveDir: string;
let refuses = false;

beforeEach(async () => {
  archiveDir = mkdtempSync(join(tmpdir(), 'outages-'));
  refuses = false;
  const receivers = routeReceivers();
  ({ hub, pager, slack } = receivers);
  server = await httpServer((call) => (refuses ? { status: 400 } : receivers.answer(call)));
});
afterEach(async () => {
  rmSync(archiveDir, { recursive: true });
  await server.close();
});

interface Checked {
  /** Where the log begins, after a part of it was lost. */
  readonly from?: number;
  readonly decisions?: typeof NO_DECISIONS;
}

/** Tells after each check of the pattern from the given one on, as a probe a minute does. */
async function check(pattern: string, first: number, { from = 0, decisions = NO_DECISIONS }: Checked = {}) {
  const { alerts } = policySchema.parse({});
  const errors: string[] = [];
  for (let end = first; end < pattern.length; end++) {
    const told = await tellOutages({
      routes: outageRoutes(routesPolicy.parse(ROUTES), ROUTE_KINDS, routeEnvironment(server.url)),
      entries: healthChecks(pattern.slice(from, end + 1), HEALTH_START + from * 60_000),
      archiveDir,
      alert: alerts['api-down'],
      reminderDays: 7,
      decisions,
      title: 'Monitor',
      world: { fetchImpl: fetch, sleep: async () => undefined, now: () => 0, onRefused: () => undefined },
      print: () => undefined,
    });
    errors.push(...told.errors.map(({ message }) => message));
  }
  return errors;
}

const DOWN = 'ooxxxx';
const UP = `${DOWN}oooooooo`;
const ID = 'api-down.2026-02-20t12-02-00z';
const alerts = () => [...pager.alerts.values()];
const texts = () => slack.posts.map(({ text }) => text);

test('each route is told once when it begins and once when it is over, PagerDuty with one key', async () => {
  expect(await check(UP, 0)).toEqual([]);
  expect(alerts()).toEqual([expect.objectContaining({ key: ID, opened: 1, events: 2, state: 'resolved' })]);
  expect(texts()).toEqual(['✕ Opened: API down – Monitor', '✓ Over: API down – Monitor']);
  // The policy may name another path than /health.
  expect(JSON.stringify(server.calls)).toContain('"Seen by":"Probe of the API"');
  expect(hub.issues).toEqual([expect.objectContaining({ state: 'closed' })]);
  expect(hub.issues[0]?.comments).toHaveLength(1);
  const paths = server.calls.map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith('/teams') || path === '/')).toEqual([]);
  // The next one is another incident.
  expect(await check(`${UP}xxx`, UP.length)).toEqual([]);
  expect(alerts().map(({ state }) => state)).toEqual(['resolved', 'triggered']);
  expect(slack.posts).toHaveLength(3);
});

test('after what was told is lost PagerDuty and GitHub stay exact, and others say that they may repeat', async () => {
  await check(DOWN, 0);
  rmSync(join(archiveDir, 'sent'), { recursive: true });
  await check(`${DOWN}x`, DOWN.length);
  expect(alerts()).toEqual([expect.objectContaining({ opened: 1, state: 'triggered' })]);
  expect(hub.issues).toEqual([expect.objectContaining({ comments: [] })]);
  expect(slack.posts).toHaveLength(2);
  const posted = server.calls.findLast(({ path }) => path.startsWith('/api/'));
  expect(JSON.stringify(posted?.body)).toContain('not known whether this was told before');
  await check(UP, DOWN.length);
  expect(alerts()).toEqual([expect.objectContaining({ opened: 1, state: 'resolved' })]);
  expect(texts().filter((text) => text?.includes('Over'))).toHaveLength(1);
});

test('lost while it went on: an outage that is over is resolved', async () => {
  await check(DOWN, 0);
  rmSync(join(archiveDir, 'sent'), { recursive: true });
  await check(UP, UP.length - 1);
  expect(alerts()).toEqual([expect.objectContaining({ opened: 1, state: 'resolved' })]);
  expect(hub.issues).toEqual([expect.objectContaining({ state: 'closed' })]);
});

test('after the health log is lost the outage goes on under its id, and is over under it', async () => {
  await check(DOWN, 0);
  await check(`${DOWN}xxx`, DOWN.length, { from: DOWN.length });
  expect(alerts()).toEqual([expect.objectContaining({ key: ID, opened: 1, state: 'triggered' })]);
  expect(slack.posts).toHaveLength(1);
  await check(`${DOWN}xxxoooooo`, DOWN.length + 3, { from: DOWN.length });
  expect(alerts()).toEqual([expect.objectContaining({ key: ID, opened: 1, state: 'resolved' })]);
  expect(texts()).toEqual(['✕ Opened: API down – Monitor', '✓ Over: API down – Monitor']);
});

test('what could not be told is told by a later check, as things are then', async () => {
  refuses = true;
  const errors = await check(DOWN, 0);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.join()).not.toMatch(/s3cret|ghs_token/);
  refuses = false;
  expect(await check(UP, DOWN.length)).toEqual([]);
  expect(texts()).toEqual(['✕ Opened: API down – Monitor', '✓ Over: API down – Monitor']);
  expect(alerts()).toEqual([expect.objectContaining({ opened: 1, state: 'resolved' })]);
});

test('where the archive cannot be written, what cannot be told is an error of each route, and no bug', async () => {
  const writable = archiveDir;
  archiveDir = join(writable, 'file');
  writeFileSync(archiveDir, '');
  try {
    expect(await check(DOWN, DOWN.length - 1)).toEqual(
      ['pagerduty', 'slack', 'teams', 'github'].map(() =>
        expect.stringMatching(/^ARCHIVE_DIR: .*\(ENOTDIR\)/),
      ),
    );
    expect(server.calls.filter(({ method }) => method === 'POST')).toEqual([]);
  } finally {
    archiveDir = writable;
  }
});

test('an outage within a silence is not told, one that outlasts it is', async () => {
  const silence = (until: string) => ({
    decisions: { ...NO_DECISIONS, silences: [{ what: 'api-down', until, reason: 'Move', by: 'ops' }] },
  });
  await check(UP, 0, silence('2026-02-21T00:00:00.000Z'));
  expect([alerts(), slack.posts, hub.issues]).toEqual([[], [], []]);
  const long = 'x'.repeat(12);
  await check(long, 0, silence('2026-02-20T12:10:00.000Z'));
  expect(texts()).toEqual(['✕ Opened: API down – Monitor']);
});

test('a label on its issue acknowledges it for PagerDuty', async () => {
  await check(DOWN, 0);
  hub.issues[0]?.labels.push('acknowledged');
  await check(`${DOWN}x`, DOWN.length);
  expect(alerts()).toEqual([expect.objectContaining({ state: 'acknowledged' })]);
});

test('routes of the policy that lack a variable are an error, those without a policy are left out', () => {
  const routes = routesPolicy.parse(ROUTES);
  expect(() => outageRoutes(routes, ROUTE_KINDS, {})).toThrow(/The route github needs GITHUB_TOKEN/);
  expect(() => outageRoutes(routes, ['slack'], routeEnvironment(server.url))).not.toThrow();
  const hook = { WEBHOOK_URL: 'https://hook.example/' };
  expect(outageRoutes([], ROUTE_KINDS, hook).map(({ route }) => route.to)).toEqual(['webhook']);
  // Routes that are told of reports say nothing on outages.
  const reports = routesPolicy.parse([{ to: 'mail', tell: 'reports' }]);
  expect(outageRoutes(reports, ROUTE_KINDS, hook).map(({ route }) => route.to)).toEqual(['webhook']);
});
