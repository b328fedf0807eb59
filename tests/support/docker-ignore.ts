/**
 * Whether Docker sends a file to the builder, by the rules of a `.dockerignore` (moby's patternmatcher): each pattern is
 * tried on the path and on each of its parents, and the last pattern that matches decides.
 *
 * @param path relative to the root of the build, with slashes.
 */
export function isSent(ignoreFile: string, path: string): boolean {
  const parts = path.split('/');
  const candidates = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  let isIgnored = false;
  for (const line of ignoreFile.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const isException = line.startsWith('!');
    const pattern = patternOf(line.slice(isException ? 1 : 0));
    if (candidates.some((candidate) => pattern.test(candidate))) isIgnored = !isException;
  }
  return !isIgnored;
}

/** `**` crosses directories, `*` and `?` do not. */
function patternOf(text: string): RegExp {
  const source = text.replace(/^\/|\/$/g, '').replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (found) => {
    if (found === '**/') return '(?:.*/)?';
    if (found === '**') return '.*';
    if (found === '*') return '[^/]*';
    return found === '?' ? '[^/]' : `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}
