import { describe, expect, test } from 'vitest';
import { referenceOf } from '../../../tests/support/metrics-context.ts';
import type { ReferenceData } from '../../ingest/sources/tables.ts';
import { referenceLabels } from './reference-labels.ts';

const NO_SCORES = { source: 'none', reason: '-' } as const;

describe('labelled reference rows', () => {
  const reference = (scores: (number | null)[] | null): ReferenceData => ({
    ...referenceOf({ reference: { a: [1, 2, 3] } }),
    scores,
    outcomes: [true, null, false],
  });

  test('are matched by row, missing cells left out', () => {
    const column = { source: 'reference-column', values: [0.2], description: '' } as const;
    expect(referenceLabels(reference([null, 0.5, 0.2]), column)).toEqual({ scores: [0.2], labels: [0] });
    const model = { source: 'model', values: [0.9, 0.5, 0.1], description: '' } as const;
    expect(referenceLabels(reference(null), model)).toEqual({ scores: [0.9, 0.1], labels: [1, 0] });
  });

  test('are none where rows cannot be told', () => {
    expect(referenceLabels(reference(null), { source: 'model', values: [0.9], description: '' })).toBeNull();
    expect(referenceLabels(reference(null), NO_SCORES)).toBeNull();
  });
});
