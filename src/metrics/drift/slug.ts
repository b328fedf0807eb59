const LONGEST = 48;

/**
 * Addresses of features: ASCII, unique, the same every night.
 *
 * A name that is its own address keeps it; names that would share one, and names that lose letters on the way, get a
 * hash of the name, so that an address does not depend on which other features the night had.
 */
export function featureSlugs(names: readonly string[]): Map<string, string> {
  const plain = new Map(names.map((name) => [name, plainSlug(name)]));
  const owners = Map.groupBy(names, (name) => plain.get(name) ?? '');
  const slugs = new Map<string, string>();
  for (const name of names) {
    const slug = plain.get(name) ?? '';
    const alone = (owners.get(slug)?.length ?? 0) === 1;
    const keeps = slug !== '' && slug.length <= LONGEST && slug !== 'index' && (alone || slug === name);
    slugs.set(
      name,
      keeps ? slug : `${slug.slice(0, LONGEST) || 'feature'}-${hash(name)}`.replace(/-{2,}/g, '-'),
    );
  }
  return slugs;
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
