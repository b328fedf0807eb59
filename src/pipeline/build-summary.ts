import { coverageLine } from '../alerts/coverage.ts';
import type { Report } from '../report/schema/report.ts';

export interface BuildResult {
  readonly report: Report;
  readonly outDir: string;
  readonly pages: number;
  /** Reports in the archive after this build. */
  readonly runs: number;
  /** Warnings. */
  readonly notes: readonly string[];
}

const number = (value: number): string => value.toLocaleString('en');

function logLine(name: string, log: Report['inputs']['predictions']): string {
  if (!log.present) return `${name}: none (${log.reason ?? 'no log'})`;
  const refused = log.rejected === 0 ? '' : `, ${number(log.rejected)} refused`;
  const later = log.afterNow === 0 ? '' : `, ${number(log.afterNow)} later than now`;
  return `${name}: ${number(log.rows)} rows${refused}${later}, ${number(log.inWindow)} in the window`;
}

/** Text that a build prints at its end: the verdict, the inputs, the path of the site. */
export function buildSummary({ report, outDir, pages, runs }: BuildResult): string {
  const { inputs, verdict } = report;
  const coverage = coverageLine(verdict);
  const reference = inputs.reference.present
    ? `reference: ${number(inputs.reference.rows)} rows`
    : `reference: none (${inputs.reference.reason ?? 'no file'})`;
  return [
    `${report.simulated ? 'SIMULATED DATA — ' : ''}${verdict.status.toUpperCase()}: ${verdict.headline}`,
    ...(coverage === null ? [] : [`  ${coverage}`]),
    ...verdict.reasons.map((reason) => `  - [${reason.status}] ${reason.text}`),
    report.simulated
      ? 'read: no logs were found, so the whole report is simulated; set PREDICTIONS_LOG and API_REQUESTS_LOG'
      : `read: ${logLine('predictions', inputs.predictions)}; ${logLine('requests', inputs.requests)}; ${reference}`,
    `report ${report.id}, window ${report.window.start} to ${report.window.end}, ${number(runs)} archived`,
    `site: ${outDir} (${number(pages)} pages)`,
  ].join('\n');
}
