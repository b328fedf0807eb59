import { nameHash } from '../../wording/name-hash.ts';
import { scrubbed } from '../../wording/public-name.ts';

const MAX_SLUG_LENGTH = 48;

/** The index page of the list, and device names reserved by Windows. */
const RESERVED = /^(?:index|con|prn|aux|nul|(?:com|lpt)\d)$/;

/**
 * URL slugs of features: ASCII, unique, the same in every report.
 *
 * A name that is a valid slug keeps it. Names that would share a slug, or that lose letters, get a hash of the name
 * appended, so that a slug does not depend on the other features of a report.
 */
export function featureSlugs(names: readonly string[]): Map<string, string> {
  // Of a name that is not published as it is, not even a hash is: those of addresses and numbers can be guessed.
  const plain = new Map(names.map((name) => [name, plainSlug(scrubbed(name))]));
  const owners = Map.groupBy(names, (name) => plain.get(name) ?? '');
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  // Sorted, so that collisions resolve independently of the order of the log's keys.
  for (const name of [...names].sort()) {
    const slug = plain.get(name) ?? '';
    const alone = (owners.get(slug)?.length ?? 0) === 1;
    const keeps =
      slug !== '' && slug.length <= MAX_SLUG_LENGTH && !RESERVED.test(slug) && (alone || slug === name);
    const hidden = scrubbed(name) !== name;
    const address = firstFree(keeps ? slug : hashedSlug(slug, hidden ? slug : name), taken);
    taken.add(address);
    slugs.set(name, address);
  }
  return new Map(names.map((name) => [name, slugs.get(name) ?? 'feature']));
}

const hashedSlug = (slug: string, name: string): string =>
  `${slug.slice(0, MAX_SLUG_LENGTH) || 'feature'}-${nameHash(name)}`.replace(/-{2,}/g, '-');

/** Appends a number on collision: a name can imitate another's hashed slug, and 32-bit hashes can collide. */
function firstFree(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number++;
  return `${slug}-${number}`;
}

function plainSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
