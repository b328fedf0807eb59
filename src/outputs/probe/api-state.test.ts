import { expect, test } from 'vitest';
import type { HealthEntry } from '../../ingest/services/health/health-log.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { apiState } from './api-state.ts';
import { transitionOf } from './transition.ts';

const alert = policySchema.parse({}).alerts['api-down'];
const START = Date.UTC(2026, 1, 20, 12);

/** One check a minute: `o` answered, `x` failed, `.` no check. */
const checks = (pattern: string): HealthEntry[] =>
  [...pattern].flatMap((mark, minute) =>
    mark === '.'
      ? []
      : [
          {
            timestamp: new Date(START + minute * 60_000).toISOString(),
            endpoint: '/health',
            method: 'GET' as const,
            status_code: mark === 'o' ? 200 : 503,
            response_ms: 3,
            ok: mark === 'o',
            error: mark === 'o' ? null : 'answered 503',
          },
        ],
  );

test.each([
  ['', false],
  ['ooo', false],
  ['oxx', false],
  ['oxxx', true],
  ['xoxox', true],
  ['x..x..x', false],
  ['x.x.x', true],
  ['xxxoooo', true],
  ['xxxooooo', false],
  ['xxx....o', false],
  ['xxxoooooxx', false],
])('%s: down is %s (3 failures in 5 min)', (pattern, down) => {
  expect(apiState(checks(pattern), alert).down).toBe(down);
});

test('each outage is told once, and its end once', () => {
  const entries = checks('ooxxxxxxxooooooooo');
  const told = entries.flatMap((entry, i) => transitionOf(entries.slice(0, i), entry, alert) ?? []);
  expect(told).toEqual([
    {
      event: 'api-down',
      at: '2026-02-20T12:04:00.000Z',
      severity: 'critical',
      owner: 'Infrastructure',
      text: 'The API is down: /health failed 3 times in 5 min, the last: answered 503.',
      action: alert.action,
    },
    {
      event: 'api-up',
      at: '2026-02-20T12:13:00.000Z',
      severity: 'critical',
      owner: 'Infrastructure',
      text: expect.stringContaining('began 20\u00a0Feb\u00a02026, 12:02\u00a0UTC, 11\u00a0min ago'),
      action: null,
    },
  ]);
});

test('an API that answers every other time is one outage', () => {
  const entries = checks(`${'xo'.repeat(20)}${'o'.repeat(9)}`);
  const told = entries.flatMap((entry, i) => transitionOf(entries.slice(0, i), entry, alert) ?? []);
  expect(told.map(({ event }) => event)).toEqual(['api-down', 'api-up']);
});
