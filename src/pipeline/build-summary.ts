import { coverageLine } from '../alerts/coverage.ts';
import { MONITOR } from '../command-names.ts';
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

const MAX_REMARK = 300;

/** At most three lines on inputs of which something is off or was guessed; none where all is as expected. */
export function inputRemarks({ simulated, inputs, drift }: Report): string[] {
  if (simulated) return [];
  const logs = (['predictions', 'requests'] as const).flatMap((name) => {
    const { notes, present, status } = inputs[name];
    const refused = present && status !== 'green' && inputs[name].rejected > 0;
    // A request log has its second names for ever: only what predictions were taken for is worth a line.
    const told = name === 'predictions' ? notes : [];
    const words = [...(refused ? [`${formatCount(inputs[name].rejected)} rows refused`] : []), ...told];
    return words.length === 0 ? [] : [`${name}: ${words.join('; ')}`.slice(0, MAX_REMARK)];
  });
  const compared = drift.reason === null ? [] : [`drift: ${drift.reason}`.slice(0, MAX_REMARK)];
  const remarks = [...logs, ...compared].slice(0, 2);
  return remarks.length === 0 ? [] : [...remarks, `${MONITOR} check says how every input was understood`];
}
