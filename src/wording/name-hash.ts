/** FNV-1a (Fowler, Noll, Vo), 32 bits, as eight hexadecimal digits: tells names apart that have the same letters. */
export function nameHash(name: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
