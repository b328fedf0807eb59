import type { Store } from '../ingest/store.ts';

/**
 * A store that answers one question once: several sections need the same counts, versions, profiles and first scores. Tables
 * are left out, which are asked for once anyway, so that none outlives its section.
 */
export function askedOnce(store: Store): Store {
  return {
    ...store,
    quality: once(store.quality),
    count: once(store.count),
    versions: once(store.versions),
    labels: once(store.labels),
    features: once(store.features),
    firstScores: once(store.firstScores),
  };
}

function once<Given extends readonly unknown[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (...given) => {
    const question = JSON.stringify(given);
    const answer = answers.get(question) ?? ask(...given);
    answers.set(question, answer);
    return answer;
  };
}
