import { expect, test } from 'vitest';
import { healthChecks } from '../../../tests/support/fixtures/health.ts';
import { incidentSchema } from '../../report/schema/incidents.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { NO_DECISIONS } from '../../settings/read-decisions.ts';
import { type OutagePolicy, outageRuns } from './outage-incidents.ts';
import { outagesOf } from './outages.ts';

const alert = policySchema.parse({}).alerts['api-down'];
const POLICY: OutagePolicy = { alert, reminderDays: 7, decisions: NO_DECISIONS };
const ID = 'api-down.2026-02-20t12-02-00z';

/** Of each report: minute, and its incidents' ids and states. */
function runs(
  pattern: string,
  unfinished: readonly string[] = [],
  policy = POLICY,
  over: readonly string[] = [],
) {
  const entries = healthChecks(pattern);
  const now = entries.at(-1)?.timestamp ?? '';
  const told = new Map([
    ...unfinished.map((id) => [id, false] as const),
    ...over.map((id) => [id, true] as const),
  ]);
  return outageRuns(outagesOf(entries, alert), now, told, policy);
}
const shown = (...given: Parameters<typeof runs>) =>
  runs(...given).map(({ generatedAt, incidents = [] }) => [
    new Date(generatedAt).getUTCMinutes(),
    ...incidents.map(({ id, state }) => `${id} ${state}`),
  ]);

test('an outage opens, goes on and is over, each in the report of its check', () => {
  expect(shown('ooxx')).toEqual([[3]]);
  expect(shown('ooxxx')).toEqual([[4, `${ID} opened`]]);
  expect(shown('ooxxxx')).toEqual([
    [5, `${ID} open`],
    [4, `${ID} opened`],
  ]);
  expect(shown('ooxxxooooo')).toEqual([
    [9, `${ID} recovered`],
    [4, `${ID} opened`],
  ]);
  expect(shown('ooxxxoooooo')).toEqual([[10], [9, `${ID} recovered`], [4, `${ID} opened`]]);
});

test('its words are those of the alert, with what failed and how long it lasted', () => {
  const [opened] = runs('ooxxx')[0]?.incidents ?? [];
  expect(incidentSchema.parse(opened)).toMatchObject({
    title: 'API down',
    owner: 'Infrastructure',
    peak: 'critical',
    explanation: '/health failed 3 times in 5 min, the last: answered 503.',
    openedAt: '2026-02-20T12:02:00.000Z',
    action: alert.action,
  });
  const [over] = runs('ooxxxooooo')[0]?.incidents ?? [];
  expect(incidentSchema.parse(over).explanation.replace(/\u00a0/g, ' ')).toBe(
    'The API answers again; the trouble began 20 Feb 2026, 12:02 UTC, 7 min before.',
  );
});

test('the outage of now goes on with the id of one that the log has lost', () => {
  const lost = 'api-down.2026-02-20t11-40-00z';
  expect(shown('ooxxx', [lost])).toEqual([[4, `${lost} opened`]]);
  expect(runs('ooxxx', [lost])[0]?.incidents?.[0]?.openedAt).toBe('2026-02-20T11:40:00.000Z');
  // It is told already under its own id: the other one is over.
  expect(shown('ooxxx', [ID, lost])).toEqual([[4, `${ID} opened`]]);
  expect(shown('ooxxxooooo', [lost])).toEqual([
    [9, `${lost} recovered`],
    [4, `${lost} opened`],
  ]);
  const [over] = runs('ooxxxooooo', [lost])[0]?.incidents ?? [];
  expect(over?.openedAt).toBe('2026-02-20T11:40:00.000Z');
  expect(over?.explanation.replace(/\u00a0/g, ' ')).toContain('began 20 Feb 2026, 11:40 UTC, 29 min before');
  expect(shown('ooxxxooooo', [], POLICY, [lost])[0]).toEqual([9, `${ID} recovered`]);
  expect(shown('o', [lost])).toEqual([[0, `${lost} recovered`]]);
  // One failure may be the same outage.
  expect(shown('x', [lost])).toEqual([[0]]);
  expect(shown('o', ['api-down.2026-02-20', 'traffic.2026-02-20'])).toEqual([[0]]);
});

test('what the team silenced or acknowledged is so', () => {
  const until = '2026-03-01T00:00:00.000Z';
  const silence = { what: 'api-down', until, reason: 'Move', by: 'ops' };
  const of = (decisions: Partial<OutagePolicy['decisions']>) =>
    runs('ooxxx', [], { ...POLICY, decisions: { ...NO_DECISIONS, ...decisions } })[0]?.incidents?.[0];
  expect(of({ silences: [silence] })?.silencedUntil).toBe(until);
  expect(of({ silences: [{ ...silence, until: '2026-02-20T00:00:00.000Z' }] })?.silencedUntil).toBeNull();
  expect(of({ acknowledgements: [{ ...silence, what: ID, until: null }] })?.acknowledged?.by).toBe('ops');
});
