import { expect, test } from 'vitest';
import type { Covered, Decision, Decisions } from '../report/schema/decisions.ts';
import {
  decisionOn,
  decisionWords,
  silenceOf,
  silenceOfAlert,
  untilWords,
  withSilence,
} from './decisions.ts';

const decision = (
  covers: readonly `${Covered['kind']}:${string}`[],
  until: string | null = '2026-03-02T00:00:00Z',
  inForce = true,
): Decision => ({
  what: 'what',
  until,
  reason: 'why',
  by: 'who',
  inForce,
  covers: covers.map((ref) => {
    const [kind = '', id = ''] = ref.split(':');
    return { kind: kind as Covered['kind'], id };
  }),
  nearest: null,
});
const decisions = (silences: Decision[], accepted: Decision[] = []): { decisions: Decisions } => ({
  decisions: { silences, accepted, acknowledgements: [], annotations: [] },
});

test('a report without decisions has none on anything', () => {
  expect(silenceOf({}, 'alert', 'traffic')).toBeNull();
  expect(silenceOfAlert({}, { id: 'traffic' })).toBeNull();
});

test('of several in force the longest, of its own kind', () => {
  const [short, long, over] = [
    decision(['alert:a'], '2026-03-01T00:00:00Z'),
    decision(['alert:a', 'figure:a'], '2026-04-01T00:00:00Z'),
    decision(['alert:a'], '2027-01-01T00:00:00Z', false),
  ];
  expect(decisionOn([short, long, over], 'alert', 'a')).toBe(long);
  expect(decisionOn([short, over], 'figure', 'a')).toBeNull();
  expect(decisionOn([long, decision(['alert:a'], null)], 'alert', 'a')?.until).toBeNull();
});

test('an alert on features is silenced where each that fires is, until the first of them is told again', () => {
  const segment = (name: string, status: 'firing' | 'waiting') => ({
    segment: name,
    status,
    severity: 'low' as const,
    value: 1,
    threshold: 0,
    breach: true,
    explanation: '',
  });
  const alert = {
    id: 'r',
    segments: [segment('a', 'firing'), segment('b', 'firing'), segment('c', 'waiting')],
  };
  const a = decision(['feature:a'], '2026-03-01T00:00:00Z');
  const b = decision(['feature:b'], '2026-02-25T00:00:00Z');
  expect(silenceOfAlert(decisions([a]), alert)).toBeNull();
  expect(silenceOfAlert(decisions([a], [b]), alert)).toBe(b);
  expect(silenceOfAlert(decisions([decision(['alert:r'])]), alert)?.covers[0]?.id).toBe('r');
  expect(silenceOfAlert(decisions([a]), { id: 'r', segments: [] })).toBeNull();
});

test('a day is named by itself, although it ends with the next one', () => {
  expect(untilWords(decision([]))).toBe('until 1 Mar 2026');
  expect(untilWords(decision([], '2026-03-01T06:00:00Z'))).toBe('until 1 Mar 2026');
  expect(untilWords(decision([], null))).toBe('');
  expect(decisionWords('acknowledged', decision([], null))).toBe('acknowledged by who: why');
  const unknown = { until: null, by: null, reason: null };
  expect(decisionWords('', { ...unknown, reason: 'why' })).toBe('why');
  expect(decisionWords('', unknown)).toBe('');
  expect(withSilence('Traffic 120.', decision([]))).toBe('Traffic 120 (silenced until 1 Mar 2026).');
});
