import type { Store } from './store.ts';

/**
 * Methods whose answers several sections of a report need. Tables of features and samples are not among them: they are
 * large and needed once.
 */
const REPEATED = [
  'quality',
  'count',
  'quantiles',
  'histogram',
  'predictionSeries',
  'requestSeries',
  'requestGroups',
  'versions',
  'labels',
  'leads',
  'newestPredictions',
  'features',
  'episodes',
  'scoreTable',
  'firstScores',
  'shadowScores',
] as const satisfies readonly (keyof Store)[];

/** The same store with memoised answers. The rows of an open store never change. */
export function askOnce(store: Store): Store {
  const answers = new Map<string, unknown>();
  const once =
    <Arguments extends readonly unknown[], Answer>(name: string, ask: (...args: Arguments) => Answer) =>
    (...args: Arguments): Answer => {
      const question = JSON.stringify([name, ...args], exactly);
      if (!answers.has(question)) answers.set(question, ask(...args));
      return answers.get(question) as Answer;
    };
  const asked = Object.fromEntries(REPEATED.map((name) => [name, once(name, store[name] as never)]));
  return { ...store, ...asked };
}

/** JSON writes every number that is not finite as null; the key has to tell them apart. */
const exactly = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
