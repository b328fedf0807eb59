import { coverageLine } from '../alerts/coverage.ts';
import type { Report } from '../report/schema/report.ts';
import { formatCount } from '../wording/sentence-numbers.ts';

export interface BuildResult {
  readonly report: Report;
  readonly outDir: string;
  readonly pages: number;
  /** Reports in the archive after this build. */
  readonly runs: number;
  /** Warnings. */
  readonly notes: readonly string[];
}

function logLine(name: string, log: Report['inputs']['predictions']): string {
  if (!log.present) return `${name}: none (${log.reason ?? 'no log'})`;
  const refused = log.rejected === 0 ? '' : `, ${formatCount(log.rejected)} refused`;
  const later = log.afterNow === 0 ? '' : `, ${formatCount(log.afterNow)} later than now`;
  return `${name}: ${formatCount(log.rows)} rows${refused}${later}, ${formatCount(log.inWindow)} in the window`;
}

/** Text that a build prints at its end: the verdict, the inputs, the path of the site. */
export function buildSummary({ report, outDir, pages, runs }: BuildResult): string {
  const { inputs, verdict } = report;
  const coverage = coverageLine(verdict);
  const reference = inputs.reference.present
    ? `reference: ${formatCount(inputs.reference.rows)} rows`
    : `reference: none (${inputs.reference.reason ?? 'no file'})`;
  return [
    `${report.simulated ? 'SIMULATED DATA — ' : ''}${verdict.status.toUpperCase()}: ${verdict.headline}`,
    ...(coverage === null ? [] : [`  ${coverage}`]),
    ...verdict.reasons.map((reason) => `  - [${reason.status}] ${reason.text}`),
    report.simulated
      ? 'read: no logs were found, so the whole report is simulated; set PREDICTIONS_LOG and API_REQUESTS_LOG'
      : `read: ${logLine('predictions', inputs.predictions)}; ${logLine('requests', inputs.requests)}; ${reference}`,
    `report ${report.id}, window ${report.window.start} to ${report.window.end}, ${formatCount(runs)} archived`,
    `site: ${outDir} (${formatCount(pages)} pages)`,
  ].join('\n');
}
