import { expect, test } from 'vitest';
import type { Incident } from '../../report/schema/incidents.ts';
import { incidentSentences, recoveredSentences } from './incidents.ts';

const member = (rule: string, fires = true) => ({
  rule,
  segment: null,
  title: `Title ${rule}`,
  severity: 'high' as const,
  fires,
});
const incident = (change: Partial<Incident>): Incident =>
  ({
    ...{ title: 'Title a', state: 'open', lastWorse: null, openedAt: '2026-02-12T06:00:00Z', reports: 3 },
    ...{ members: [member('a')], explains: [], acknowledged: null },
    ...change,
  }) as Incident;
const plain = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll('\u00a0', ' '));

test('an incident adds when it got worse, what it shares and what came with it', () => {
  const incidents = [
    incident({
      lastWorse: '2026-02-14T06:00:00Z',
      members: [member('a'), member('b'), member('c', false)],
      explains: [
        { kind: 'version', name: '2', detail: 'since 2026-02-11, before it 1' },
        { kind: 'feature', name: 'size', detail: null },
      ],
    }),
  ];
  expect(plain(incidentSentences({ incidents }, 'a'))).toEqual([
    'Worse since 14 Feb.',
    'One incident with Title b.',
    'Changed with it: model version 2 (since 2026-02-11, before it 1) and feature size.',
  ]);
  expect(incidentSentences({ incidents }, 'c')).toEqual([]);
  expect(incidentSentences({}, 'a')).toEqual([]);
});

test('what is over is said by the report that sees it, and by no alert', () => {
  const incidents = [incident({ state: 'recovered' })];
  expect(plain(recoveredSentences({ incidents }))).toEqual([
    'Title a is over; it was open from 12 Feb, in 3 reports.',
  ]);
  expect(incidentSentences({ incidents }, 'a')).toEqual([]);
});

test('who acknowledged it is said, with the reason, as far as that is known', () => {
  const by = (acknowledged: Incident['acknowledged']): string[] =>
    incidentSentences({ incidents: [incident({ acknowledged })] }, 'a');
  expect(by({ until: '2026-03-01T00:00:00Z', reason: 'Known', by: 'Ada' })).toEqual([
    'Acknowledged until 28 Feb 2026 by Ada: Known.',
  ]);
  expect(by({ until: null, reason: null, by: 'a label' })).toEqual(['Acknowledged by a label.']);
  expect(by({ until: null, reason: null, by: null })).toEqual(['Acknowledged.']);
  expect(by(null)).toEqual([]);
});
