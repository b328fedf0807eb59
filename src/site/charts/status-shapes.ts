import type { Status } from '../../report/schema/common.ts';

/** A sign in a box of 16 × 16: an outline that is filled, and strokes upon it. */
interface StatusShape {
  readonly outline: string;
  readonly strokes: string;
}

/** The signs of the statuses; the outlines differ, so that colour is not the only sign. */
export const STATUS_SHAPE: Readonly<Record<Status, StatusShape>> = {
  green: { outline: 'M.5 8a7.5 7.5 0 1 1 15 0a7.5 7.5 0 1 1-15 0z', strokes: 'M4.5 8.3l2.4 2.4 4.6-5' },
  yellow: { outline: 'M8 .8l7.6 14H.4z', strokes: 'M8 5.8v4M8 12v.4' },
  red: { outline: 'M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z', strokes: 'M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4' },
  unknown: {
    outline: 'M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z',
    strokes: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.6M8 11.8v.4',
  },
};

/** Colours of the statuses on white, those of `styles/tokens.css` in the light theme. */
export const STATUS_INK: Readonly<Record<Status, string>> = {
  green: '#17693f',
  yellow: '#8a5800',
  red: '#b3241c',
  unknown: '#59616e',
};

/** A sign as SVG, on white. */
export const statusSign = (status: Status): string =>
  `<path d="${STATUS_SHAPE[status].outline}" fill="${STATUS_INK[status]}"/><path d="${STATUS_SHAPE[status].strokes}" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>`;
