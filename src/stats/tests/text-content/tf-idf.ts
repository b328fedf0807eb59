import { words } from './tokens.ts';

/** Words in fewer texts carry no information across folds and are ignored. */
const MIN_DOCUMENT_FREQUENCY = 2;

/**
 * Similarity of every pair of texts: the cosine of their TF-IDF vectors (1 + log tf, smoothed idf), row by row. The
 * diagonal is 1, also for a text without a counted word, whose similarity to others is 0.
 *
 * Source: scikit-learn's `TfidfVectorizer(sublinear_tf=True)`.
 */
export function tfIdfKernel(texts: readonly string[]): Float64Array {
  const size = texts.length;
  const kernel = new Float64Array(size * size);
  for (const postings of weightedPostings(texts)) {
    for (const [i, left] of postings) {
      for (const [j, right] of postings) kernel[i * size + j] = (kernel[i * size + j] ?? 0) + left * right;
    }
  }
  for (let i = 0; i < size; i++) kernel[i * (size + 1)] = 1;
  return kernel;
}

type Posting = readonly [text: number, weight: number];

/** For each word the texts that hold it, with its share of their normalised vectors. */
function weightedPostings(texts: readonly string[]): readonly (readonly Posting[])[] {
  const index = new Map<string, [number, number][]>();
  texts.forEach((text, i) => {
    const counts = new Map<string, number>();
    for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      const posting: [number, number] = [i, 1 + Math.log(count)];
      const postings = index.get(word);
      if (postings === undefined) index.set(word, [posting]);
      else postings.push(posting);
    }
  });
  const kept = [...index.values()].filter((postings) => postings.length >= MIN_DOCUMENT_FREQUENCY);
  const squares = new Float64Array(texts.length);
  for (const postings of kept) {
    const idf = Math.log((1 + texts.length) / (1 + postings.length)) + 1;
    for (const posting of postings) {
      posting[1] *= idf;
      squares[posting[0]] = (squares[posting[0]] ?? 0) + posting[1] ** 2;
    }
  }
  return kept.map((postings) =>
    postings.map(([i, weight]): Posting => [i, weight / Math.sqrt(squares[i] ?? 1)]),
  );
}
