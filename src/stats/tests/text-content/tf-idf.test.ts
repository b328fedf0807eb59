import { describe, expect, test } from 'vitest';
import { rowTimes } from '../../multivariate/sparse-rows.ts';
import { textRows } from './tf-idf.ts';

/** Products of every two rows. */
function similarities(texts: readonly string[]): number[][] {
  const { model } = textRows(texts);
  return texts.map((_, i) => {
    const vector = new Float64Array(model.width);
    for (let k = model.starts[i] ?? 0; k < (model.starts[i + 1] ?? 0); k++) {
      vector[model.columns[k] ?? 0] = model.values[k] ?? 0;
    }
    return texts.map((__, j) => rowTimes(model, j, vector));
  });
}

describe('textRows', () => {
  test("equal scikit-learn's TfidfVectorizer(sublinear_tf=True, min_df=2): the cosines of four texts", () => {
    const found = similarities(['red green green', 'green red blue', 'blue sky', 'red sky sky']);
    [
      [1, 0.7679479543420398, 0, 0.18608654778949613],
      [0.7679479543420398, 1, 0.4339279160786586, 0.21431529488247694],
      [0, 0.4339279160786586, 1, 0.637931599864164],
      [0.18608654778949613, 0.21431529488247694, 0.637931599864164, 1],
    ].forEach((row, i) => {
      row.forEach((similarity, j) => {
        expect(found[i]?.[j]).toBeCloseTo(similarity, 12);
      });
    });
  });

  test('say which words a text holds, however often', () => {
    const { contrasts, words } = textRows(['red red green', 'green', 'red']);
    expect(words).toEqual(['green', 'red']);
    expect([...contrasts.values]).toEqual([1, 1, 1, 1]);
    expect([...contrasts.starts]).toEqual([0, 2, 3, 4]);
  });

  test('keep the words of most texts', () => {
    const many = Array.from({ length: 500 }, (_, i) => `w${i} w${i} always`);
    expect(textRows([...many, ...many]).words).toHaveLength(200);
    expect(textRows([...many, ...many]).words[0]).toBe('always');
  });

  test('have nothing for a text without a word', () => {
    expect(similarities(['—', 'red', 'red', '?'])[0]).toEqual([0, 0, 0, 0]);
  });
});
