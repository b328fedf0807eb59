import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Observations } from '../src/report/observations.ts';
import { policySchema } from '../src/settings/policy-schema.ts';
import { actualRateWords } from '../src/site/captions/scores.ts';
import { trendCaption } from '../src/site/captions/trends.ts';
import { type CaseInputs, caseReport, NO_OBSERVATIONS } from './support/case-report.ts';
import { ownCase } from './support/cases.ts';
import { proseFaults, readableTexts } from './support/prose-faults.ts';

const steady = {
  predictions: ownCase('steady/predictions.jsonl'),
  requests: ownCase('steady/api_requests.jsonl'),
  reference: ownCase('reference.csv'),
};
const directory = mkdtempSync(join(tmpdir(), 'texts-'));
const written = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const broken = join(directory, 'broken.jsonl');
writeFileSync(
  broken,
  `{"probability": 0.4}\nno json\n{"timestamp": "2026-02-20T10:00:00Z", "score": 7}\n`.repeat(4),
);
const trained = (trainedAt: string): Observations => ({
  ...NO_OBSERVATIONS,
  modelMetadata: { version: '1', trainedAt },
});

const STATES: Readonly<Record<string, CaseInputs>> = {
  steady,
  'outcomes without a key': { ...steady, outcomes: ownCase('outcomes.csv') },
  'outcomes with a key': {
    ...steady,
    outcomes: ownCase('outcomes.csv'),
    policy: policySchema.parse({ outcomes: { keyColumn: 'lead_id' } }),
  },
  'drifted, a model of a minute': {
    ...steady,
    predictions: ownCase('drifted/predictions.jsonl'),
    requests: ownCase('drifted/api_requests.jsonl'),
    observations: trained('2026-02-20T12:04:00Z'),
  },
  'an old model': { ...steady, observations: trained('2025-01-19T12:00:00Z') },
  'scores of the reference': {
    ...steady,
    referenceScores: {
      source: 'reference-column',
      values: [0.1, 0.5, 0.9],
      description: 'the score column of the reference (3 rows)',
    },
  },
  'thousands of rows, thousands refused': {
    ...steady,
    predictions: written(
      'many.jsonl',
      `${readFileSync(steady.predictions, 'utf8').trimEnd()}\n{}\n`.repeat(40),
    ),
    requests: written(
      'calls.jsonl',
      `${readFileSync(steady.requests, 'utf8').trimEnd()}\n${'{}\n'.repeat(40)}`.repeat(40),
    ),
  },
  'no reference': { ...steady, reference: null },
  'no requests': { ...steady, requests: null },
  'refused rows': { ...steady, predictions: broken, requests: broken },
  nothing: { predictions: null, requests: null, reference: null },
};

test.each(Object.keys(STATES))('every text of a report reads well: %s', async (state) => {
  const texts = readableTexts(await caseReport(STATES[state] ?? steady));
  expect(texts.length).toBeGreaterThan(50);
  expect([...new Set(texts.flatMap(proseFaults))]).toEqual([]);
});

test('texts of pages', () => {
  const predicted = { value: 0.4, interval: [0.3, 0.5] } as const;
  const outcomes = { actualRate: { value: 0.25, interval: [0.2, 0.31] }, predictedRate: predicted, n: 1143 };
  const texts = [
    actualRateWords(outcomes as unknown as Parameters<typeof actualRateWords>[0]),
    trendCaption('Median score', [0.4, 0.2, 0.3, 0.41], [1, 2, 3, 4], 'number'),
    trendCaption(
      'Success rate',
      [0.98, 0.99, null],
      [0, 0, 0].map((_, day) => Date.UTC(2026, 1, 5 + day)),
      'percent',
    ),
  ].map((text) => (text ?? '').replaceAll('\u00a0', ' '));
  expect(texts).toEqual([
    'Actual engagement 25 % (20 % to 31 %) of 1,143 leads, predicted 40 %.',
    'Now 0.41; over 4 points between 0.2 and 0.41, median 0.35.',
    'Not known now, last 99 % on 6 Feb; over 2 points between 98 % and 99 %, median 98.5 %.',
  ]);
  expect(texts.flatMap(proseFaults)).toEqual([]);
});

test.each([
  'Compared with The reference has no score column.',
  'The score column of the reference (303 rows)..',
  'Actual rate 20 % of 143 leads , predicted 30 %.',
  'They carry no join key (outcomes.keyColumn of the policy), so they are not matched with predictions.',
  'Retraining is recommended: Half of the features drifted.; The scores moved.',
  'The model is of 2.7 × 10⁻⁵ months.',
  'KS p 1.2e-12 < 0.01.',
  'All 12345 rows were refused.',
  '1 rows',
])('the check finds a fault of "%s"', (text) => {
  expect(proseFaults(text)).not.toEqual([]);
});
