import type { ColumnProfile, FeatureProfile } from '../../ingest/store.ts';
import { publicName } from '../../wording/public-name.ts';
import { plural } from '../../wording/sentence-numbers.ts';
import type { MetricsContext } from '../window.ts';
import { filledCount } from './feature-type.ts';

/** Fewer values than this tell nothing about how many are different. */
const MIN_VALUES = 20;
/** Leads are scored again, so that an identifier need not be different in every row. */
const MIN_DISTINCT_SHARE = 0.5;
const SAMPLED_VALUES = 50;
const ID_WORDS = new Set(['id', 'ids', 'uuid', 'guid', 'urn']);
const UUID = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;

/**
 * Names of the input keys that name a lead or a request and describe neither: their values are mostly different, and they
 * are called an id or are UUIDs. The policy keeps one by naming its type, or all of them by `drift.identifiers`.
 */
export async function identifiers(
  { store, policy, window }: MetricsContext,
  profiles: readonly FeatureProfile[],
): Promise<ReadonlySet<string>> {
  if (policy.drift.identifiers === 'keep') return new Set();
  const found = new Set<string>();
  for (const profile of profiles) {
    const { name, reference, production } = profile;
    const side = production ?? reference;
    if (side === null || policy.drift.features[name]?.type !== undefined || !isMostlyDistinct(side)) continue;
    if (isNamedLikeId(name)) found.add(name);
    else if (side.strings * 2 > filledCount(side)) {
      const texts = await store.texts(name, window.predictions, SAMPLED_VALUES);
      const values = [...texts.production, ...texts.reference];
      if (values.length > 0 && values.every((value) => UUID.test(value))) found.add(name);
    }
  }
  return found;
}

/** What is said of identifiers; nothing where there are none. */
export function identifierNotes(found: ReadonlySet<string>): string[] {
  if (found.size === 0) return [];
  const names = [...found].slice(0, 5).map((name) => `\`${publicName(name, 40)}\``);
  const more = found.size > names.length ? ', …' : '';
  return [
    `${plural(found.size, 'input key')} taken as identifiers, which are no features: ${names.join(', ')}${more}. drift.identifiers of the policy keeps them`,
  ];
}

/** Strings or whole numbers of which at least half are different. */
function isMostlyDistinct(profile: ColumnProfile): boolean {
  const filled = filledCount(profile);
  const { integers, numbers, strings, distinct } = profile;
  return (
    filled >= MIN_VALUES &&
    integers === numbers &&
    integers + strings === filled &&
    distinct >= MIN_DISTINCT_SHARE * filled
  );
}

/** `lead_id`, `leadId`, `ID`, `request-uuid`. */
function isNamedLikeId(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return ID_WORDS.has(words.at(-1) ?? '') || ID_WORDS.has(words[0] ?? '');
}
