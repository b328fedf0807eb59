import { expect, test } from 'vitest';
import { ROUTE_KINDS, routeName, routesPolicy } from './route-policy.ts';

const errorsOf = (value: unknown): string => {
  const result = routesPolicy.safeParse(value);
  return result.success ? '' : JSON.stringify(result.error.issues);
};

test('no route is a policy, and every kind of place needs nothing but its name', () => {
  expect(routesPolicy.parse(undefined)).toEqual([]);
  expect(routesPolicy.parse(ROUTE_KINDS.map((to) => ({ to }))).map(routeName)).toEqual(ROUTE_KINDS);
});

test('a variable of a route begins with what it is for, so that no route sends another secret of the environment', () => {
  expect(errorsOf([{ to: 'webhook', urlVariable: 'WEBHOOK_OF_SALES' }])).toBe('');
  for (const [to, key, name] of [
    ['webhook', 'tokenVariable', 'GITHUB_TOKEN'],
    ['webhook', 'tokenVariable', 'AWS_SECRET_ACCESS_KEY'],
    ['slack', 'tokenVariable', 'PAGERDUTY_ROUTING_KEY'],
    ['github', 'tokenVariable', 'SMTP_URL'],
    ['teams', 'urlVariable', 'teams_url'],
  ] as const) {
    expect(errorsOf([{ to, [key]: name }]), name).toContain(
      'the name of an environment variable that begins with',
    );
  }
});

test.each([
  { to: 'teams', urlVariable: 'https://user:hunter2@example.org/hook' },
  { to: 'slack', tokenVariable: 'xoxb-hunter2' },
  { to: 'slack', channel: '#hunter2' },
  { to: 'mail', recipientsVariable: 'hunter2@example.org' },
  { to: 'pagerduty', keyVariable: 'hunter2hunter2hunter2hunter2hunt' },
  { to: 'github', repository: 'hunter2' },
  { to: 'webhook', name: 'Hunter2' },
  { to: 'webhook', owner: 'hunter2\r\nBcc: x' },
])('a secret or a text of another form is refused without repeating it: %j', (route) => {
  const errors = errorsOf([route]);
  expect(errors).not.toBe('');
  expect(errors).not.toContain('unter2');
});

test('routes to the same kind of place are told apart by their names', () => {
  expect(errorsOf([{ to: 'slack' }, { to: 'slack' }])).toContain('routes.0 is called');
  expect(errorsOf([{ to: 'slack' }, { to: 'slack', name: 'slack-sales' }])).toBe('');
  expect(errorsOf([{ to: 'slack' }, { to: 'teams', name: 'slack' }])).toContain('routes.0 is called');
  expect(errorsOf([{ to: 'slack', name: 'acknowledged' }])).toContain('taken');
});

test.each([
  ['pagerduty', 'digest', 'weekly'],
  ['pagerduty', 'tell', 'reports'],
  ['github', 'digest', 'daily'],
  ['teams', 'channel', 'C0123456'],
])('%s takes no %s', (to, key, value) => {
  expect(errorsOf([{ to, [key]: value }])).toContain('unrecognized_keys');
});
