import type { TextSamples } from '../../tables/joint-table.ts';
import { words } from './tokens.ts';

/** Words listed on each side. */
const LISTED_WORDS = 10;

export interface TextSide {
  readonly texts: number;
  /** Mean number of characters and of words of a text. */
  readonly meanLength: number;
  readonly meanWords: number;
}

export interface WordShift {
  readonly word: string;
  /** Share of the texts that hold the word. */
  readonly shareReference: number;
  readonly shareProduction: number;
}

export interface TextDescriptors {
  readonly reference: TextSide;
  readonly production: TextSide;
  /** Share of production's words (tokens) that no reference text holds. */
  readonly unseenWordShare: number;
  readonly gained: readonly WordShift[];
  readonly lost: readonly WordShift[];
}

export interface TextDescriptorOptions {
  /** Minimum number of texts of one side that hold a word for it to be named. Default 5. */
  readonly smallestCount?: number;
}

/**
 * Descriptors of a change of free text that reveal no text: lengths, the share of unseen words, and the words whose
 * share of texts rose and fell most. Words in fewer than `smallestCount` texts of either side are not named, for privacy.
 */
export function describeTexts(samples: TextSamples, options: TextDescriptorOptions = {}): TextDescriptors {
  const reference = countWords(samples.reference);
  const production = countWords(samples.production);
  const smallest = options.smallestCount ?? 5;
  const shifts: WordShift[] = [];
  for (const word of new Set([...reference.texts.keys(), ...production.texts.keys()])) {
    const a = reference.texts.get(word) ?? 0;
    const b = production.texts.get(word) ?? 0;
    if (Math.max(a, b) < smallest) continue;
    shifts.push({
      word,
      shareReference: a / Math.max(1, samples.reference.length),
      shareProduction: b / Math.max(1, samples.production.length),
    });
  }
  const change = (shift: WordShift): number => shift.shareProduction - shift.shareReference;
  shifts.sort((a, b) => change(b) - change(a) || (a.word < b.word ? -1 : 1));
  let unseen = 0;
  for (const [word, count] of production.tokens) if (!reference.tokens.has(word)) unseen += count;
  return {
    reference: side(samples.reference, reference.total),
    production: side(samples.production, production.total),
    unseenWordShare: production.total === 0 ? 0 : unseen / production.total,
    gained: shifts.filter((shift) => change(shift) > 0).slice(0, LISTED_WORDS),
    lost: shifts
      .filter((shift) => change(shift) < 0)
      .reverse()
      .slice(0, LISTED_WORDS),
  };
}

interface WordCounts {
  /** Occurrences of each word, and of all. */
  readonly tokens: ReadonlyMap<string, number>;
  readonly total: number;
  /** Texts that hold each word. */
  readonly texts: ReadonlyMap<string, number>;
}

function countWords(sample: readonly string[]): WordCounts {
  const tokens = new Map<string, number>();
  const texts = new Map<string, number>();
  let total = 0;
  for (const text of sample) {
    const own = words(text);
    total += own.length;
    for (const word of own) tokens.set(word, (tokens.get(word) ?? 0) + 1);
    for (const word of new Set(own)) texts.set(word, (texts.get(word) ?? 0) + 1);
  }
  return { tokens, total, texts };
}

function side(texts: readonly string[], wordCount: number): TextSide {
  const n = Math.max(1, texts.length);
  const characters = texts.reduce((sum, text) => sum + [...text].length, 0);
  return { texts: texts.length, meanLength: characters / n, meanWords: wordCount / n };
}
