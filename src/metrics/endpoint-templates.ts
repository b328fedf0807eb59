import { scrubbed } from '../wording/public-name.ts';

const ID = '{id}';
/** Different names at one place of a path; of more, none is a name of the API's own. */
const MAX_SIBLINGS = 10;
/** What a part of an API's own path looks like: words, or a version as `v2`. */
const ROUTE_WORD = /^(?:v\d{1,3}(?:\.\d{1,3})?|[A-Za-z][A-Za-z_.-]{0,39}|)$/;

/**
 * Paths as templates: each part that looks like an id, a number, an address or a token becomes `{id}`, and so does each of
 * the parts at a place where more than ten different ones stand. Those that are known stay.
 *
 * @returns the template of each of the given paths.
 */
export function endpointTemplates(
  paths: readonly string[],
  known: ReadonlySet<string>,
): (path: string) => string {
  const siblings = new Map<string, Set<string>>();
  // Place by place from the left, so that what follows an id is counted together, whichever id it is.
  const walk = (path: string, part: (before: string, segment: string) => string): string => {
    const [first = '', ...rest] = path.split('/').map(asRouteWord);
    return rest.reduce((before, segment) => `${before}/${part(before, segment)}`, first);
  };
  for (const path of paths) {
    if (known.has(path)) continue;
    walk(path, (before, segment) => {
      const found = siblings.get(before) ?? new Set();
      siblings.set(before, found.add(segment));
      return segment;
    });
  }
  const many = (before: string): boolean => (siblings.get(before)?.size ?? 0) > MAX_SIBLINGS;
  return (path) => (known.has(path) ? path : walk(path, (before, segment) => (many(before) ? ID : segment)));
}

function asRouteWord(segment: string): string {
  const plain = decoded(segment);
  return ROUTE_WORD.test(plain) && scrubbed(plain) === plain ? plain : ID;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
