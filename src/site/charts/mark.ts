import type { Status } from '../../report/schema/common.ts';
import { STATUS_LOOK } from '../../wording/status.ts';
import { STATUS_SHAPE, statusSign } from './status-shapes.ts';

/** The project's mark in a box of 24 × 24: a list ranked by score on a square, with room for a verdict at the lower right. */
export const MARK_SQUARE = 'M5 0h14a5 5 0 0 1 5 5v14a5 5 0 0 1-5 5H5a5 5 0 0 1-5-5V5a5 5 0 0 1 5-5z';
export const MARK_LIST = 'M5.5 6.5h13M5.5 12h6M5.5 17.5h2.5';
/** Where the verdict's sign stands. */
export const MARK_SIGN = 'translate(9.4 9.4) scale(.9)';

/** The mark as shapes of SVG. */
export const markShapes = (accent: string): string =>
  `<path d="${MARK_SQUARE}" fill="${accent}"/><path d="${MARK_LIST}" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>`;

/** The mark as a file of its own, with the sign of a verdict or without. */
export function markSvg(accent: string, status: Status | null): string {
  const sign =
    status === null
      ? ''
      : `<g transform="${MARK_SIGN}"><path d="${STATUS_SHAPE[status].outline}" fill="none" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"/>${statusSign(status)}</g>`;
  const title = status === null ? 'Lead Scoring Monitor' : STATUS_LOOK[status].word;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><title>${title}</title>${markShapes(accent)}${sign}</svg>`;
}
