import type { Status } from '../../report/schema/common.ts';
import type { RunSummary } from '../../report/summary.ts';
import { formatShortDay, plural } from '../../wording/format.ts';
import { STATUS_LOOK } from '../../wording/status.ts';
import { isNewVersion, reportsUntil } from './report-times.ts';

/** One report of the strip. */
export interface StripReport {
  readonly id: string;
  readonly status: Status;
  /** "18 Feb: Critical, model 0.4.0, outage". */
  readonly words: string;
  /** Whether its model version differs from that of the report before. */
  readonly isNewVersion: boolean;
  readonly isOutage: boolean;
  /** Whether more than one usual step lies between it and the report before. */
  readonly afterGap: boolean;
}

const MAX_REPORTS = 30;
const OUTAGE_ALERTS = ['api-down', 'high-error-rate'];

/**
 * The reports up to one, newest first.
 * @param runs newest first.
 */
export function reportStrip(runs: readonly RunSummary[], until: string): StripReport[] {
  const shown = reportsUntil(runs, until).slice(0, MAX_REPORTS + 1);
  const times = shown.map((run) => Date.parse(run.generatedAt));
  const steps = times.slice(1).map((time, i) => (times[i] ?? time) - time);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return shown.slice(0, MAX_REPORTS).map((run, i): StripReport => {
    const isNew = isNewVersion(run, shown[i + 1]);
    const isOutage = run.apiStatus === 'red' || OUTAGE_ALERTS.some((id) => run.firing.includes(id));
    const parts = [
      STATUS_LOOK[run.status].word,
      ...(isNew ? [`model ${run.modelVersion}`] : []),
      ...(isOutage ? ['outage'] : []),
    ];
    return {
      id: run.id,
      status: run.status,
      words: `${formatShortDay(run.generatedAt)}: ${parts.join(', ')}`,
      isNewVersion: isNew,
      isOutage,
      afterGap: (steps[i] ?? 0) > usual * 1.6,
    };
  });
}

/** "since 18 Feb, 3 reports": how long the verdict has been the same; null where this report is the first to say it. */
export function verdictAge(runs: readonly RunSummary[], status: Status, until: string): string | null {
  const before = reportsUntil(runs, until);
  const change = before.findIndex((run) => run.status !== status);
  const same = change === -1 ? before : before.slice(0, change);
  const first = same.at(-1);
  if (first === undefined || same.length < 2) return null;
  return `since ${formatShortDay(first.generatedAt)}, ${plural(same.length, 'report')}`;
}
