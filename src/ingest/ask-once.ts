import type { Store } from './store.ts';

/**
 * Answers that several sections of a report ask for. Tables and samples, which are large and asked for once, are not
 * among them.
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
  'newestPredictions',
  'features',
  'episodes',
] as const satisfies readonly (keyof Store)[];

/** The same store, which asks its engine the same question once. What was read does not change while it is open. */
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

/** JSON has one word for every number that is not finite. */
const exactly = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
