import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { formatMs, formatPercentAgainst } from '../wording/format.ts';
import { STATUS_LOOK } from '../wording/status.ts';
import { type Badge, type BadgeColor, badgeSvg } from './badge-svg.ts';
import { jsonFile, type OutputFile } from './output-file.ts';

const COLORS: Readonly<Record<Status, BadgeColor>> = {
  green: 'green',
  yellow: 'yellow',
  red: 'red',
  unknown: 'lightgrey',
};

/**
 * Badges of the newest report at fixed addresses: `badges/<name>.svg`, and `badges/<name>.json` for
 * `https://img.shields.io/endpoint?url=…` (schema version 1).
 */
export function badgeFiles(report: Report): readonly OutputFile[] {
  return Object.entries(badgesOf(report)).flatMap(([name, badge]) => [
    { path: `badges/${name}.svg`, content: badgeSvg(badge) },
    jsonFile(`badges/${name}.json`, { schemaVersion: 1, ...badge }),
  ]);
}

function badgesOf(report: Report): Readonly<Record<string, Badge>> {
  const { verdict, drift, health, latency, simulated } = report;
  const made = (label: string, message: string, status: Status): Badge => ({
    label,
    message: simulated ? `${message} (simulated)` : message,
    color: simulated ? 'lightgrey' : COLORS[status],
  });
  const { value, green, yellow } = health.successRate;
  return {
    verdict: made('lead scoring', STATUS_LOOK[verdict.status].word.toLowerCase(), verdict.status),
    drift: made(
      'drift',
      drift.share === null ? 'unknown' : `${drift.drifted} of ${drift.tested} features`,
      drift.status,
    ),
    'success-rate': made(
      'success rate',
      value === null ? 'unknown' : formatPercentAgainst(value, [green, yellow]),
      health.successRate.status,
    ),
    p95: made(
      'inference p95',
      latency.p95.value === null ? 'unknown' : formatMs(latency.p95.value),
      latency.p95.status,
    ),
  };
}
