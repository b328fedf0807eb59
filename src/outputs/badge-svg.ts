import { escapeHtml } from './html.ts';

/** A README badge in the style of shields.io: a label on grey, a value on a colour. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  readonly color: BadgeColor;
}

/** Colours by their shields.io names, with a contrast of at least 4.5 : 1 to white text (WCAG 1.4.3). */
export const BADGE_COLORS = {
  green: '#1a7f37',
  yellow: '#8a6100',
  red: '#b42318',
  lightgrey: '#5c6670',
} as const;
export type BadgeColor = keyof typeof BADGE_COLORS;

const HEIGHT = 20;
const PADDING = 6;

/** Approximate widths at 11 px by class of character; `textLength` fits the font to them. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[ijl.,:;'|!]/.test(character)) width += 3.6;
    else if (/[ftr()\s-]/.test(character)) width += 4.6;
    else if (/[mwMW%@]/.test(character)) width += 10.2;
    else if (/[A-Z]/.test(character)) width += 7.8;
    else width += character.charCodeAt(0) > 0x2000 ? 11 : 6.8;
  }
  return Math.ceil(width);
}

/** Draws the badge as a self-contained SVG with an accessible name. */
export function badgeSvg({ label, message, color }: Badge): string {
  const left = textWidth(label) + 2 * PADDING;
  const right = textWidth(message) + 2 * PADDING;
  const width = left + right;
  const title = escapeHtml(`${label}: ${message}`);
  const text = (value: string, x: number, length: number): string =>
    `<text x="${x}" y="14" textLength="${length - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escapeHtml(value)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${left}" height="${HEIGHT}" fill="#444c56"/>`,
    `<rect x="${left}" width="${right}" height="${HEIGHT}" fill="${BADGE_COLORS[color]}"/></g>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">',
    `${text(label, left / 2, left)}${text(message, left + right / 2, right)}</g></svg>`,
    '',
  ].join('\n');
}
