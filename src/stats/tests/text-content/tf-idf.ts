import type { DomainRows } from '../../multivariate/domain-classifier.ts';
import { sparseRows } from '../../multivariate/sparse-rows.ts';
import { words } from './tokens.ts';

/** Words in fewer texts carry no information across folds and are ignored. */
const MIN_DOCUMENT_FREQUENCY = 2;
/** Words that enter, the most frequent ones. */
const MAX_WORDS = 200;

/**
 * Texts as rows for the domain classifier: TF-IDF (1 + log tf, smoothed idf) of length 1, and which words each holds.
 * The 200 words of most texts enter, of those in at least two; a text without one is a row of zeros.
 *
 * Source: scikit-learn's `TfidfVectorizer(sublinear_tf=True, min_df=2, max_features=200)`, with `max_features` by the
 * number of texts.
 */
export function textRows(texts: readonly string[]): DomainRows & { readonly words: readonly string[] } {
  const counted = texts.map((text) => {
    const counts = new Map<string, number>();
    for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  });
  const frequency = new Map<string, number>();
  for (const counts of counted) {
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const kept = [...frequency]
    .filter(([, count]) => count >= MIN_DOCUMENT_FREQUENCY)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MAX_WORDS)
    .map(([word]) => word);
  const columns = new Map(kept.map((word, column) => [word, column]));
  const idf = kept.map((word) => Math.log((1 + texts.length) / (1 + (frequency.get(word) ?? 0))) + 1);
  const weighted = counted.map((counts) => {
    const row = [...counts]
      .flatMap(([word, count]): [number, number][] => {
        const column = columns.get(word);
        return column === undefined ? [] : [[column, (1 + Math.log(count)) * (idf[column] ?? 0)]];
      })
      .sort(([a], [b]) => a - b);
    const length = Math.sqrt(row.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return row.map(([column, weight]): [number, number] => [column, weight / length]);
  });
  return {
    model: sparseRows(weighted, kept.length),
    contrasts: sparseRows(
      weighted.map((row) => row.map(([column]): [number, number] => [column, 1])),
      kept.length,
    ),
    words: kept,
  };
}
