import { describe, expect, test } from 'vitest';
import type { GivenDecision, GivenDecisions } from '../report/schema/decisions.ts';
import { coverOf, decide } from './decisions.ts';

const NOW = Date.parse('2026-02-20T12:00:00Z');
const given = (what: string, until: string | null = '2026-03-02T00:00:00Z'): GivenDecision => ({
  what,
  until,
  reason: 'why',
  by: 'who',
});
const file = (part: Partial<GivenDecisions>): GivenDecisions => ({
  silences: [],
  acknowledgements: [],
  accepted: [],
  annotations: [],
  ...part,
});
const subjects = {
  alert: ['low-engagement', 'data-drift', 'performance-drop', 'ranking-drop'],
  figure: ['traffic', 'latency-p50', 'latency-p95'],
  feature: ['companysize', 'traffic'],
  incident: ['data-drift.2026-02-18'],
};
const nearest = (name: string, names: Iterable<string>): string | null =>
  [...names].find((one) => one.startsWith(name.slice(0, 4))) ?? null;
const decideAt = (part: Partial<GivenDecisions>, now = NOW) => decide(file(part), { subjects, now, nearest });
const covers = (what: string): string[] =>
  (decideAt({ silences: [given(what)] }).silences[0]?.covers ?? []).map(({ kind, id }) => `${kind}:${id}`);

describe('what a decision names', () => {
  test('an id of any kind, or of the one that is said', () => {
    expect(covers('low-engagement')).toEqual(['alert:low-engagement']);
    expect(covers('traffic')).toEqual(['figure:traffic', 'feature:traffic']);
    expect(covers('feature:traffic')).toEqual(['feature:traffic']);
    expect(covers('data-drift.2026-02-18')).toEqual(['incident:data-drift.2026-02-18']);
    expect(covers('latency-*')).toEqual(['figure:latency-p50', 'figure:latency-p95']);
    expect(covers('alert:*')).toHaveLength(4);
  });

  test('nothing: the nearest name is said', () => {
    const [silence] = decideAt({ silences: [given('low-engagment')] }).silences;
    expect(silence).toMatchObject({ covers: [], nearest: 'low-engagement' });
    expect(decideAt({ silences: [given('x*')] }).silences[0]?.nearest).toBeNull();
  });

  test('an acceptance names features alone, an acknowledgement no figure', () => {
    const decided = decideAt({ accepted: [given('traffic')], acknowledgements: [given('*')] });
    expect(decided.accepted[0]?.covers).toEqual([{ kind: 'feature', id: 'traffic' }]);
    expect(new Set(decided.acknowledgements[0]?.covers.map(({ kind }) => kind))).toEqual(
      new Set(['alert', 'incident']),
    );
  });
});

test('a decision ends at its time, and one without is without end', () => {
  const inForce = (until: string | null, now: number) =>
    decideAt({ silences: [given('traffic', until)] }, now).silences[0]?.inForce;
  expect(inForce('2026-02-20T12:00:00Z', NOW - 1)).toBe(true);
  expect(inForce('2026-02-20T12:00:00Z', NOW)).toBe(false);
  expect(inForce(null, NOW)).toBe(true);
});

describe('what covers an incident', () => {
  const member = (rule: string, fires = true, segment: string | null = null) => ({
    rule,
    segment,
    title: rule,
    severity: 'high' as const,
    fires,
  });
  const incident = {
    id: 'data-drift.2026-02-18',
    rule: 'performance-drop',
    segment: null,
    members: [member('performance-drop'), member('ranking-drop')],
  };
  const cover = (part: Partial<GivenDecisions>, members = incident.members) =>
    coverOf({ ...incident, members }, decideAt(part));

  test('nothing, where nothing was decided', () => {
    expect(cover({})).toEqual({ silencedUntil: null, acknowledged: null });
  });

  test('its own id, or all of its rules that fire, until the first of them ends', () => {
    expect(cover({ silences: [given('data-drift.2026-02-18')] }).silencedUntil).toBe('2026-03-02T00:00:00Z');
    expect(cover({ silences: [given('performance-drop')] }).silencedUntil).toBeNull();
    const both = [given('performance-drop', '2026-03-05T00:00:00Z'), given('ranking-drop')];
    expect(cover({ silences: both }).silencedUntil).toBe('2026-03-02T00:00:00Z');
    expect(
      cover({ silences: [given('performance-drop')] }, [
        member('performance-drop'),
        member('ranking-drop', false),
      ]).silencedUntil,
    ).toBe('2026-03-02T00:00:00Z');
  });

  test('one that has ended covers nothing', () => {
    const over = [given('data-drift.2026-02-18', '2026-02-20T00:00:00Z')];
    expect(cover({ silences: over }).silencedUntil).toBeNull();
  });

  test('a feature that is accepted or silenced covers what was found of it alone', () => {
    const ofFeature = [member('ranking-drop', true, 'companysize')];
    expect(cover({ accepted: [given('companysize')] }, ofFeature).silencedUntil).not.toBeNull();
    expect(cover({ silences: [given('feature:companysize')] }, ofFeature).silencedUntil).not.toBeNull();
    expect(
      cover({ accepted: [given('companysize')] }, [...ofFeature, member('ranking-drop')]).silencedUntil,
    ).toBeNull();
  });

  test('it is acknowledged by its id, or by one of its rules that fire', () => {
    const who = { until: '2026-03-02T00:00:00Z', reason: 'why', by: 'who' };
    expect(cover({ acknowledgements: [given('data-drift.2026-02-18', null)] }).acknowledged).toEqual({
      ...who,
      until: null,
    });
    expect(cover({ acknowledgements: [given('ranking-drop')] }).acknowledged).toEqual(who);
    expect(cover({ acknowledgements: [given('low-engagement')] }).acknowledged).toBeNull();
  });
});
