const MAX_SLUG_LENGTH = 48;

/** The page of the list itself, and names that Windows keeps for devices. */
const RESERVED = /^(?:index|con|prn|aux|nul|(?:com|lpt)\d)$/;

/**
 * Addresses of features: ASCII, unique, the same in every report.
 *
 * A name that is its own address keeps it; names that would share one, and names that lose letters on the way, get a
 * hash of the name, so that an address does not depend on which other features the report had.
 */
export function featureSlugs(names: readonly string[]): Map<string, string> {
  const plain = new Map(names.map((name) => [name, plainSlug(name)]));
  const owners = Map.groupBy(names, (name) => plain.get(name) ?? '');
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  // In the order of the names, so that who yields to whom does not depend on the order of the log's keys.
  for (const name of [...names].sort()) {
    const slug = plain.get(name) ?? '';
    const alone = (owners.get(slug)?.length ?? 0) === 1;
    const keeps =
      slug !== '' && slug.length <= MAX_SLUG_LENGTH && !RESERVED.test(slug) && (alone || slug === name);
    const address = firstFree(keeps ? slug : hashedSlug(slug, name), taken);
    taken.add(address);
    slugs.set(name, address);
  }
  return new Map(names.map((name) => [name, slugs.get(name) ?? 'feature']));
}

const hashedSlug = (slug: string, name: string): string =>
  `${slug.slice(0, MAX_SLUG_LENGTH) || 'feature'}-${hash(name)}`.replace(/-{2,}/g, '-');

/** A name can be made to look like another's hashed address, and hashes of 32 bits can be made to agree. */
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

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0');
}
