import type { Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import { byImportance } from '../views/drift-table.ts';
import { markShapes } from './mark.ts';
import { MINI_HEIGHT, MINI_WIDTH, miniDistribution } from './mini-distribution.ts';
import { STATUS_INK, statusSign } from './status-shapes.ts';

const WASH: Readonly<Record<Status, string>> = {
  green: '#e9f5ee',
  yellow: '#fdf4e1',
  red: '#fdeceb',
  unknown: '#f1f2f5',
};
const COLUMNS = 4;
const ROWS = 3;

/** SVG of 1200 × 630: the project's mark, the verdict's shape and colour, and the twelve most drifted distributions. */
export function ogDrawing(report: Report, accent: string): string {
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
    const frame = drifted ? STATUS_INK[status] : '#dfe3e8';
    return `<g transform="translate(${x} ${y})"><rect width="148" height="122" rx="8" fill="#fff" stroke="${frame}" stroke-width="${drifted ? 3 : 1.5}"/><g transform="translate(14 14) scale(${120 / MINI_WIDTH} ${94 / MINI_HEIGHT})"><path d="${mini.production}" fill="${accent}" fill-opacity=".35"/><path d="${mini.reference}" fill="none" stroke="#59616e" stroke-width=".8"/></g></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630"><rect width="1200" height="630" fill="${WASH[status]}"/><rect width="24" height="630" fill="${STATUS_INK[status]}"/><g transform="translate(96 96) scale(3.5)">${markShapes(accent)}</g><g transform="translate(96 254) scale(17.5)">${statusSign(status)}</g>${tiles.join('')}</svg>`;
}
