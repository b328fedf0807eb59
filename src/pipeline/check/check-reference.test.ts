import { expect, test } from 'vitest';
import type { ReferenceData } from '../../ingest/sources/tables.ts';
import { checkReference } from './check-reference.ts';

type Cells = readonly (string | number | null)[];

function likely(columns: Readonly<Record<string, Cells>>, shared: readonly string[] = []) {
  const reference: ReferenceData = {
    present: true,
    location: 'r.csv',
    rows: 3,
    rejected: 0,
    reasons: [],
    columns: Object.entries(columns).map(([name, cells]) => ({ name, cells })),
    scores: null,
    outcomes: null,
  };
  const onlyReference = Object.keys(columns).filter((name) => !shared.includes(name));
  const { likelyScore, likelyOutcome } = checkReference(reference, onlyReference);
  return [likelyScore, likelyOutcome];
}

test('a score and an outcome under usual names are found by what they hold', () => {
  expect(likely({ industry: ['a', 'b', 'c'], proba: [0.1, null, 1], won: [1, 0, null] })).toEqual([
    'proba',
    'won',
  ]);
  expect(likely({ converted: ['yes', 'no', 'yes'] })).toEqual([null, 'converted']);
});

test.each<[string, Readonly<Record<string, Cells>>]>([
  ['per cent', { proba: [10, 20, 30] }],
  ['decisions', { prediction: [0, 1, 1] }],
  ['words', { outcome: ['won', 'lost', 'open'] }],
  ['nothing', { proba: [null, null, null], won: [null, null, null] }],
  [
    'two that fit',
    { proba: [0.1, 0.2, 0.3], probability: [0.2, 0.3, 0.4], won: [0, 1, 1], target: [1, 1, 0] },
  ],
  ['other names', { closeness: [0.1, 0.2, 0.3], is_test: [0, 1, 1] }],
])('%s are neither', (_, columns) => {
  expect(likely(columns)).toEqual([null, null]);
});

test('what predictions have is a feature', () => {
  expect(likely({ prob: [0.1, 0.2, 0.3], won: [1, 0, 0] }, ['prob', 'won'])).toEqual([null, null]);
});

test('what follows from the score by a threshold is no outcome', () => {
  const scores = Array.from({ length: 12 }, (_, i) => (i + 0.5) / 12);
  const said = scores.map((score) => (score > 0.5 ? 1 : 0));
  expect(likely({ score: scores, label: said })).toEqual(['score', null]);
  const became = said.map((label, i) => (i === 1 ? 1 - label : label));
  expect(likely({ score: scores, label: became })).toEqual(['score', 'label']);
});
