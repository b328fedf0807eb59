import { countedStatus } from '../figures/counted-status.ts';
import { builtIn, type FigureId } from '../figures/registry.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { countedOf } from '../wording/drift-counts.ts';
import { STATUS_LOOK, statusLine } from '../wording/status.ts';
import { type Badge, type BadgeColor, badgeSvg } from './badge-svg.ts';
import { jsonFile, type OutputFile } from './output-file.ts';

const COLORS: Readonly<Record<Status, BadgeColor>> = {
  green: 'green',
  yellow: 'yellow',
  red: 'red',
  unknown: 'lightgrey',
};

/**
 * Writes badges of the newest report to fixed addresses: `badges/<name>.svg`, and `badges/<name>.json` for
 * `https://img.shields.io/endpoint?url=…` (schema version 1).
 */
export function badgeFiles(report: Report): readonly OutputFile[] {
  return Object.entries(badgesOf(report)).flatMap(([name, badge]) => [
    { path: `badges/${name}.svg`, content: badgeSvg(badge) },
    jsonFile(`badges/${name}.json`, { schemaVersion: 1, ...badge }),
  ]);
}

function badgesOf(report: Report): Readonly<Record<string, Badge>> {
  const { verdict, drift, simulated } = report;
  const made = (label: string, message: string, status: Status): Badge => ({
    label,
    message: simulated ? `${message} (simulated)` : message,
    color: simulated ? 'lightgrey' : COLORS[status],
  });
  const figure = (id: FigureId): Badge => {
    const definition = builtIn(id);
    const known = report.figures[id];
    return made(
      definition.label.toLowerCase(),
      known === undefined || known.value === null ? 'unknown' : definition.value(known, report),
      known === undefined ? 'unknown' : countedStatus(definition, known.status, report),
    );
  };
  return {
    verdict: made('lead scoring', statusLine(STATUS_LOOK[verdict.status]), verdict.status),
    drift: made('drift', drift.share === null ? 'unknown' : `${countedOf(drift)} features`, drift.status),
    'success-rate': figure('success-rate'),
    p95: figure('latency-p95'),
  };
}
