import { configurationError } from '../../monitor-error.ts';

const SOURCE =
  /^(?:\*|'(?:self|none)'|https?:\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?:\d{1,5}|\*))?)$/i;
/** Path of a card below the base path. */
const CARD = /^embed\/[a-z0-9-]+(?:\/(?:index\.html)?)?$/;

/**
 * Sites that may show the embeddable cards in a frame: `*`, or origins separated by spaces, as `frame-ancestors` of a
 * Content-Security-Policy takes them.
 *
 * @throws MonitorError (exit code 2) `bad-setting`.
 */
export function parseFrameAncestors(text: string): string {
  const sources = text.split(/\s+/).filter((source) => source !== '');
  const wrong = sources.find((source) => !SOURCE.test(source));
  const isMixed = sources.length > 1 && sources.some((source) => source === '*' || source === "'none'");
  if (wrong === undefined && !isMixed && sources.length > 0) return sources.join(' ');
  throw configurationError(
    'bad-setting',
    `FRAME_ANCESTORS must be * (any site), 'none', or origins such as https://wiki.example.org with a space between them, not "${text}".`,
  );
}

/**
 * Headers that say who may show a page in a frame: the embeddable cards as set, everything else this site alone.
 * @param path decoded path of the request; null for one that is not well-formed.
 */
export function framingHeaders(
  path: string | null,
  basePath: string,
  embedders: string,
): Readonly<Record<string, string>> {
  const isCard = path?.startsWith(basePath) === true && CARD.test(path.slice(basePath.length));
  return isCard
    ? { 'Content-Security-Policy': `frame-ancestors ${embedders}` }
    : { 'Content-Security-Policy': "frame-ancestors 'self'", 'X-Frame-Options': 'SAMEORIGIN' };
}
