import { expect, test } from 'vitest';
import { z } from 'zod';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { defineAlert, defineSlidingAlert } from './alert-definition.ts';
import { alertPolicy, slidingKeys } from './alert-policy.ts';
import type { EarlierRun } from './earlier-run.ts';
import { judgeAlerts } from './judge-alerts.ts';

const POLICY = { severity: 'high', owner: 'x', action: 'y' } as const;
/** Breaches where the time of the report says so. */
const alarm = defineAlert({
  ...{ id: 'alarm', title: 'Alarm', unit: 'times', meaning: 'm', weight: 1 },
  policy: alertPolicy(POLICY, {}),
  judge: ({ generatedAt: state }) =>
    state === 'u'
      ? { judged: false, threshold: 1, reason: 'Nothing is known.' }
      : { judged: true, value: 2, threshold: 1, breach: state === 'b', fact: 'It is so', limit: null },
  weighs: () => 'yellow',
});
const sliding = defineSlidingAlert({
  ...{ id: 'slides', title: 'Slides', unit: 'times', meaning: 'm', weight: 1 },
  policy: alertPolicy(POLICY, { threshold: z.number().default(1), ...slidingKeys(5, 1) }),
  slides: { kind: 'error-share', source: 'requests' },
  judge: ({ result }) => ({
    status: result.newest?.breach === true ? 'firing' : 'fired',
    ...{ value: 1, threshold: 1, explanation: 'e.', episodes: [] },
  }),
});

/** `b` breached, `o` did not, `u` could not judge; the newest first, of which the first is judged. */
function judged(states: string, text: string, definition: 'alarm' | 'slides' = 'alarm') {
  const [now = 'o', ...before] = states;
  const earlier = before.map(
    (state, i): EarlierRun => ({
      ...{ id: `${i}`, generatedAt: '2026-02-20T00:00:00Z', modelVersion: null, figures: {}, firing: [] },
      unjudged: state === 'u' ? [definition] : [],
      breached: state === 'b' ? [definition] : [],
    }),
  );
  const [alert] = judgeAlerts(
    {
      sections: { ...fixtureReport(), generatedAt: now },
      evidence: new Map([
        [
          'slides',
          {
            live: null,
            result: {
              events: 1,
              episodes: [],
              newest: { time: 0, value: 1, events: 1, breach: now === 'b' },
            },
          },
        ],
      ]),
      policies: { [definition]: { ...POLICY, for: text } },
      earlier,
    },
    definition === 'alarm' ? [alarm] : [sliding],
  );
  return alert;
}

test.each([
  ['b', '1 of 1', 'firing'],
  ['o', '1 of 1', 'ok'],
  ['b', '2 of 3', 'ok'],
  ['bo', '2 of 3', 'ok'],
  ['bb', '2 of 3', 'firing'],
  ['bob', '2 of 3', 'firing'],
  ['boob', '2 of 3', 'ok'],
  ['obb', '2 of 3', 'firing'],
  ['oob', '2 of 3', 'ok'],
  ['buub', '2 of 3', 'firing'],
  ['ub', '2 of 3', 'unknown'],
  ['bb', '3 of 3', 'ok'],
  ['bbb', '3 of 3', 'firing'],
])('reports %s with "%s": %s', (states, text, status) => {
  expect(judged(states, text)?.status).toBe(status);
});

test('a breach that waits is recorded, and said, so that the next report can count it', () => {
  const waiting = judged('bo', '2 of 3');
  expect(waiting).toMatchObject({ status: 'ok', breach: true });
  expect(waiting?.explanation).toContain('Breached in 1 of the last 3 reports, fires with 2.');
  expect(waiting?.weighs).toBeUndefined();
  // One that fires without a breach of its own is no breach for later reports.
  expect(judged('obb', '2 of 3')).toMatchObject({ status: 'firing', breach: false, weighs: 'yellow' });
  expect(judged('bb', '2 of 3')?.breach).toBeUndefined();
  expect(judged('b', '1 of 1')?.explanation).not.toContain('of the last');
});

test('so is one on a sliding window, which says that it is over where nothing waits', () => {
  expect(judged('b', '2 of 2', 'slides')).toMatchObject({ status: 'ok', breach: true });
  expect(judged('bb', '2 of 2', 'slides')?.status).toBe('firing');
  expect(judged('ob', '2 of 2', 'slides')?.status).toBe('fired');
});

test('every built-in alert takes it in the policy', () => {
  const { alerts } = policySchema.parse({ alerts: { 'api-down': { for: '2 of 3' } } });
  expect(alerts['api-down'].for).toBe('2 of 3');
  expect(alerts['data-drift'].for).toBe('1 of 1');
});
