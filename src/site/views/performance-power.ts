import study from '../../../data/performance-drop.json' with { type: 'json' };

/** As `scripts/dev/performance-study.ts` writes it. */
interface StudyRow {
  readonly auc: string;
  readonly becomes: string | null;
  readonly baseline: string;
  readonly leadsAWeek: number;
  readonly lookRows: { readonly all: number };
  readonly logs: number;
  readonly opened: number;
  readonly critical: number;
  readonly medianDay: number | null;
  readonly detectable: { readonly rocAuc: number | null; readonly accuracy: number | null };
}

export interface PerformancePowerRow {
  /** "0.85, 0.75 from day 180". */
  readonly model: string;
  readonly leadsAWeek: number;
  readonly baseline: string;
  readonly logs: number;
  /** Logs that ever raised a drop, and a critical one. */
  readonly opened: number;
  readonly critical: number;
  /** From the change to the alert, median; null without a change, or where fewer than half of the logs found it. */
  readonly daysToFind: number | null;
  /** Smallest falls that are found four times in five. */
  readonly detectable: StudyRow['detectable'];
}

/** Fewest outcomes by which the monitor judges; rows of the study with others answer another question. */
const LOOK_OUTCOMES = 100;
/** Of the simulated models that change. */
const CHANGE_DAY = 180;

/** How often a year of daily reports raises a performance drop: models that do not change first, then ones that do. */
export function performancePowerRows(): readonly PerformancePowerRow[] {
  const rows: readonly StudyRow[] = study.rows;
  return rows
    .filter(({ lookRows }) => lookRows.all === LOOK_OUTCOMES)
    .toSorted((a, b) => Number(a.becomes !== null) - Number(b.becomes !== null))
    .map(({ auc, becomes, baseline, medianDay, leadsAWeek, logs, opened, critical, detectable }) => ({
      model: becomes === null ? auc : `${auc}, ${becomes} from day ${CHANGE_DAY}`,
      leadsAWeek,
      baseline: baseline === 'holdout' ? 'reference' : 'first 500 outcomes',
      logs,
      opened,
      critical,
      daysToFind: becomes === null || medianDay === null ? null : medianDay - CHANGE_DAY,
      detectable,
    }));
}

export const performanceStudyDate: string = study.date;
