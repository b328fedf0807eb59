import { expect, test } from 'vitest';
import { ROUTE_KINDS, routesPolicy } from '../alerts/routing/route-policy.ts';
import { ROUTE_VARIABLES, readRoute } from './route-settings.ts';

type Environment = Readonly<Record<string, string>>;
const read = (route: object, env: Environment) => {
  const [parsed] = routesPolicy.parse([route]);
  if (parsed === undefined) throw new Error('no route');
  return readRoute(parsed, env);
};

const KEY = 'R0123456789012345678901234567890';
const ALL: Environment = {
  SMTP_URL: 'smtp://u:hunter2@mail.example.org:587',
  MAIL_FROM: 'Monitor <monitor@example.org>',
  MAIL_TO: 'a@example.org, b@example.org',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T0/B0/hunter2',
  SLACK_BOT_TOKEN: 'xoxb-hunter2',
  TEAMS_WEBHOOK_URL: 'https://prod.westeurope.logic.azure.com/workflows/1?sig=hunter2',
  PAGERDUTY_ROUTING_KEY: KEY,
  WEBHOOK_URL: 'https://example.org/hook',
  GITHUB_TOKEN: 'ghs_hunter2',
  GITHUB_REPOSITORY: 'team/api',
};

test.each([
  [{ to: 'mail' }, { to: 'mail', from: ALL['MAIL_FROM'], recipients: ['a@example.org', 'b@example.org'] }],
  [{ to: 'slack' }, { to: 'slack', url: ALL['SLACK_WEBHOOK_URL'], setting: 'SLACK_WEBHOOK_URL' }],
  [
    { to: 'slack', channel: 'C0123456' },
    { to: 'slack-bot', token: 'xoxb-hunter2', apiUrl: 'https://slack.com/api', channel: 'C0123456' },
  ],
  [{ to: 'teams' }, { to: 'teams', url: ALL['TEAMS_WEBHOOK_URL'] }],
  [{ to: 'pagerduty' }, { to: 'pagerduty', key: KEY, apiUrl: 'https://events.pagerduty.com' }],
  [{ to: 'webhook' }, { to: 'webhook', token: null, secret: null }],
  [{ to: 'github' }, { to: 'github', repository: 'team/api', apiUrl: 'https://api.github.com' }],
  [
    { to: 'github', repository: 'team/other' },
    { to: 'github', repository: 'team/other' },
  ],
])('%j finds its variables', (route, address) => {
  expect(read(route, ALL)).toMatchObject({ address });
});

test.each([
  ['mail', ['SMTP_URL', 'MAIL_FROM', 'MAIL_TO']],
  ['slack', ['SLACK_WEBHOOK_URL']],
  ['teams', ['TEAMS_WEBHOOK_URL']],
  ['pagerduty', ['PAGERDUTY_ROUTING_KEY']],
  ['webhook', ['WEBHOOK_URL']],
  ['github', ['GITHUB_TOKEN', 'GITHUB_REPOSITORY']],
] as const)('%s without variables says which are missing', (to, missing) => {
  expect(ROUTE_KINDS).toContain(to);
  expect(read({ to }, {})).toEqual({ missing });
  expect(read({ to }, { SMTP_URL: ' ', WEBHOOK_URL: '' })).toEqual({ missing });
});

test('a route may name variables of its own', () => {
  const route = { to: 'slack', name: 'sales', channel: 'C0123456', tokenVariable: 'SLACK_TOKEN_OF_SALES' };
  expect(read(route, ALL)).toEqual({ missing: ['SLACK_TOKEN_OF_SALES'] });
  expect(read(route, { SLACK_TOKEN_OF_SALES: 'xoxb-1' })).toMatchObject({
    address: { setting: 'SLACK_TOKEN_OF_SALES', token: 'xoxb-1' },
  });
});

test.each([
  ['slack', 'SLACK_WEBHOOK_URL', 'https://u:hunter2@hooks.example.org/'],
  ['webhook', 'WEBHOOK_URL', 'ftp://hunter2'],
  ['webhook', 'WEBHOOK_TOKEN', 'hunter2\r\nX-Injected: yes'],
  ['webhook', 'WEBHOOK_TOKEN', 'hunter2 é'],
  ['webhook', 'WEBHOOK_SECRET', 'whsec_hunter2!'],
  ['teams', 'TEAMS_WEBHOOK_URL', 'http://hunter2.example.org/'],
  ['teams', 'TEAMS_WEBHOOK_URL', 'http://localhost.hunter2.example.org/'],
  ['pagerduty', 'PAGERDUTY_ROUTING_KEY', 'hunter2'],
  ['pagerduty', 'PAGERDUTY_API_URL', 'http://hunter2.example.org'],
  ['mail', 'MAIL_FROM', 'a@example.org\r\nBcc: hunter2@example.org'],
  ['mail', 'MAIL_TO', 'a@example.org\nhunter2@example.org'],
  ['github', 'GITHUB_TOKEN', 'hunter2\nX: y'],
])('%s with %s=%j is refused by name, and not repeated', (to, name, value) => {
  const act = () => read({ to }, { ...ALL, [name]: value });
  expect(act).toThrow(name);
  expect(act).toThrow(/^(?!.*hunter2)/s);
  expect(act).toThrowError(expect.objectContaining({ code: 'bad-setting', exitCode: 2 }));
});

test('an API may be on this machine without encryption', () => {
  const env = { ...ALL, PAGERDUTY_API_URL: 'http://127.0.0.1:8080' };
  expect(read({ to: 'pagerduty' }, env)).toMatchObject({ address: { apiUrl: 'http://127.0.0.1:8080' } });
});

test('the help names every variable that a route reads', () => {
  const asked = new Set<string>();
  const env = new Proxy(ALL, {
    get: (target, name: string) => {
      asked.add(name);
      return target[name];
    },
  });
  for (const route of [...ROUTE_KINDS.map((to) => ({ to })), { to: 'slack', channel: 'C0123456' }])
    read(route, env);
  expect([...asked].toSorted()).toEqual(ROUTE_VARIABLES.toSorted());
});
