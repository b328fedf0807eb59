import { describe, expect, test } from 'vitest';
import { tfIdfKernel } from './tf-idf.ts';

describe('tfIdfKernel', () => {
  test('is the cosine: 1 for the same words, 0 for none in common', () => {
    const kernel = tfIdfKernel(['red green', 'green red', 'blue', 'blue']);
    expect(kernel[1]).toBeCloseTo(1, 12);
    expect(kernel[2]).toBe(0);
    expect(kernel[11]).toBeCloseTo(1, 12);
  });

  test("equals scikit-learn's TfidfVectorizer(sublinear_tf=True, min_df=2)", () => {
    const kernel = tfIdfKernel(['red green green', 'green red blue', 'blue sky', 'red sky sky']);
    [
      [1, 0.7679479543420398, 0, 0.18608654778949613],
      [0.7679479543420398, 1, 0.4339279160786586, 0.21431529488247694],
      [0, 0.4339279160786586, 1, 0.637931599864164],
      [0.18608654778949613, 0.21431529488247694, 0.637931599864164, 1],
    ].forEach((row, i) => {
      row.forEach((similarity, j) => {
        expect(kernel[i * 4 + j]).toBeCloseTo(similarity, 12);
      });
    });
  });

  test('knows a text without a word as like no other, and itself', () => {
    expect([...tfIdfKernel(['—', 'red', 'red', '?'])]).toEqual([
      1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1,
    ]);
  });
});
