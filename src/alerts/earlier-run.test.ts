import { expect, test } from 'vitest';
import type { Incident } from '../report/schema/incidents.ts';
import { type EarlierRun, openMembers } from './earlier-run.ts';

const RUN: EarlierRun = {
  id: '2026-02-19',
  generatedAt: '2026-02-19T06:00:00.000Z',
  modelVersion: null,
  figures: {},
  firing: [],
  unjudged: [],
};

const member = (rule: string, title: string): Incident['members'][number] => ({
  rule,
  segment: null,
  title,
  severity: 'high',
  fires: true,
});

/** Only what is read of an incident. */
const incident = (state: Incident['state'], members: Incident['members']): Incident =>
  ({ state, members }) satisfies Partial<Incident> as Incident;

test('gives what a rule found in every incident that is not over, and nothing of other rules', () => {
  const run = {
    ...RUN,
    incidents: [
      incident('opened', [member('drift', 'industry moved'), member('latency', 'slow')]),
      incident('open', [member('drift', 'region moved')]),
      incident('recovered', [member('drift', 'size moved')]),
    ],
  };
  expect(openMembers('drift', run).map(({ title }) => title)).toEqual(['industry moved', 'region moved']);
});

test('finds nothing without an earlier report, or in one that recorded no incidents', () => {
  expect(openMembers('drift', undefined)).toEqual([]);
  expect(openMembers('drift', RUN)).toEqual([]);
});
