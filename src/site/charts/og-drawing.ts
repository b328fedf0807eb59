import type { Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import { byImportance } from '../views/drift-table.ts';
import { MINI_HEIGHT, MINI_WIDTH, miniDistribution } from './mini-distribution.ts';

const INK: Readonly<Record<Status, string>> = {
  green: '#17693f',
  yellow: '#8a5800',
  red: '#b3241c',
  unknown: '#59616e',
};
const WASH: Readonly<Record<Status, string>> = {
  green: '#e9f5ee',
  yellow: '#fdf4e1',
  red: '#fdeceb',
  unknown: '#f1f2f5',
};
const STROKE = 'fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"';
const SHAPE: Readonly<Record<Status, string>> = {
  green: `<circle cx="8" cy="8" r="7.5"/><path d="M4.5 8.3l2.4 2.4 4.6-5" ${STROKE}/>`,
  yellow: `<path d="M8 .8l7.6 14H.4z"/><path d="M8 5.8v4M8 12v.4" ${STROKE}/>`,
  red: `<path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" ${STROKE}/>`,
  unknown: `<rect x="1" y="1" width="14" height="14" rx="2"/><path d="M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.6M8 11.8v.4" ${STROKE}/>`,
};

const COLUMNS = 4;
const ROWS = 3;

/** SVG of 1200 × 630: the verdict's shape and colour, and the twelve most drifted distributions. */
export function ogDrawing(report: Report): string {
  const { status } = report.verdict;
  const features = byImportance(report.drift.features)
    .flatMap((feature) => {
      const mini = miniDistribution(feature);
      return mini === null ? [] : [{ mini, drifted: feature.status === 'drifted' }];
    })
    .slice(0, COLUMNS * ROWS);
  const tiles = features.map(({ mini, drifted }, index) => {
    const x = 470 + (index % COLUMNS) * 168;
    const y = 96 + Math.floor(index / COLUMNS) * 158;
    const frame = drifted ? INK[status] : '#dfe3e8';
    return `<g transform="translate(${x} ${y})"><rect width="148" height="122" rx="8" fill="#fff" stroke="${frame}" stroke-width="${drifted ? 3 : 1.5}"/><g transform="translate(14 14) scale(${120 / MINI_WIDTH} ${94 / MINI_HEIGHT})"><path d="${mini.production}" fill="#1d5fbf" fill-opacity=".35"/><path d="${mini.reference}" fill="none" stroke="#59616e" stroke-width=".8"/></g></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630"><rect width="1200" height="630" fill="${WASH[status]}"/><rect width="24" height="630" fill="${INK[status]}"/><g transform="translate(96 175) scale(17.500)" fill="${INK[status]}">${SHAPE[status]}</g>${tiles.join('')}</svg>`;
}
