import { describe, expect, test } from 'vitest';
import type { SourceQuality } from '../ingest/store.ts';
import { refusedReason } from './refused-log.ts';

const quality = (code: string, field: string | null, fieldsSeen?: readonly string[]): SourceQuality => ({
  present: true,
  location: 'p.jsonl',
  files: ['p.jsonl'],
  rows: 1_200,
  rejected: 1_200,
  reasons: [
    { code: 'broken-json', count: 1, samples: [] },
    { code, count: 1_199, samples: [{ file: 'p.jsonl', line: 1, field, detail: 'there is none' }] },
  ],
  afterNow: 0,
  first: null,
  last: null,
  labelDisagreements: 0,
  notes: [],
  ...(fieldsSeen === undefined ? {} : { fieldsSeen }),
});
const OTHERS = ['timestamp', 'input', 'label', 'request_id'];

describe('the reason why every row was refused', () => {
  test.each([
    ['score', 'probability'],
    ['score', 'predictedProba'],
    ['score', 'Score'],
    ['score', 'scroe'],
    ['score', 'engagement_probability'],
    ['timestamp', 'created_at'],
    ['input', 'features'],
  ])('names the missing “%s” and the nearest field, “%s”', (wanted, named) => {
    const seen = [...OTHERS.filter((name) => name !== wanted), named];
    const reason = refusedReason('predictions', quality(`missing-${wanted}`, wanted, seen));
    expect(reason).toMatch(/^All 1,200 rows of the predictions log were refused/);
    expect(reason).toContain(`no field “${wanted}”`);
    expect(reason).toContain(`nearest that they have is “${named}”`);
    expect(reason).toContain(`columns.predictions.${wanted}`);
  });

  test('lists the other fields where none is near, and no field that the log needs', () => {
    const reason = refusedReason('predictions', quality('missing-score', 'score', [...OTHERS, 'zzzzzzzzzz']));
    expect(reason).toContain('“zzzzzzzzzz”');
    expect(reason).not.toContain('nearest');
    expect(reason).not.toContain('“label”');
  });

  test('says how features at the top level are read', () => {
    const reason = refusedReason('predictions', quality('missing-input', 'input', ['industry']));
    expect(reason).toMatch(/columns\.predictions\.input \("\*" where features stand at the top level/);
  });

  test('needs no names, and no missing field', () => {
    expect(refusedReason('predictions', quality('missing-score', 'score'))).toMatch(
      /no field “score”\. Log it, or name the field that holds it in the policy's columns\.predictions\.score\.$/,
    );
  });

  test('names the field that holds something else, and where to name another', () => {
    expect(refusedReason('requests', quality('impossible-status', 'status_code'))).toMatch(
      /refused: in the field “status_code”, there is none\. .*policy's columns\.requests\.status_code\.$/,
    );
  });

  test('says what a log has to be where no field is to blame', () => {
    for (const [source, variable] of [
      ['predictions', 'PREDICTIONS_LOG'],
      ['requests', 'API_REQUESTS_LOG'],
    ] as const) {
      const reason = refusedReason(source, quality('broken-json', null));
      expect(reason).toContain(`${variable} has to name ${source}: one JSON object a line, CSV or Parquet.`);
    }
  });
});
