import { type Change, type Comparison, compareReports, type Direction } from '../../report/compare.ts';
import { reportIfThere } from '../../report/report-if-there.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import { acceptanceOf, silenceOf } from '../../wording/decisions.ts';
import { neighbourReports } from './archive.ts';
import { weekBefore } from './report-times.ts';
import { alertOf } from './subject.ts';

export interface ChangesView {
  /** The report compared with; null when there is none. */
  readonly previousId: string | null;
  /** Changes of state, each subject once, without those of features. */
  readonly changes: readonly Change[];
  /** Features that began or stopped to drift, or came or went. */
  readonly features: readonly FeatureChanges[];
  /** Number of changes, features counted one by one. */
  readonly count: number;
  readonly figures: readonly FigureRow[];
  /** Number of changes since the report of a week before. */
  readonly week: { readonly id: string; readonly changes: number } | null;
}

export interface FeatureChanges {
  readonly label: string;
  readonly direction: Direction;
  readonly names: readonly { readonly name: string; readonly slug: string }[];
}

interface FigureRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Changes of a report since the previous report and since the report of a week before. */
export function changesOf(data: SiteData, report: Report): ChangesView {
  const previous = previousReport(data, report);
  const comparison = compared(previous, report);
  const week = weekReport(data, report);
  const sinceWeek = compared(week, report);
  const changes = onceEach(comparison?.changes ?? []);
  const features = previous === null || comparison === null ? [] : featureChanges(previous, report);
  return {
    previousId: comparison === null ? null : (previous?.id ?? null),
    changes,
    features,
    count: changes.length + features.reduce((sum, { names }) => sum + names.length, 0),
    figures: (comparison?.figures ?? []).map(({ label, words }) => ({ label, ...words })),
    week: week === null || sinceWeek === null ? null : { id: week.id, changes: sinceWeek.changes.length },
  };
}

/**
 * Leaves out features, the verdict's own change, which the head says, and what is said of a subject already: the state of a
 * figure after that of its alert.
 */
function onceEach(changes: readonly Change[]): Change[] {
  const groups = Map.groupBy(
    changes.filter(({ kind }) => kind !== 'feature' && kind !== 'verdict'),
    ({ id }) => alertOf(id),
  );
  return [...groups.values()].flatMap(([first]) => first ?? []);
}

/** Whether the team silenced a feature, or accepted its drift. */
const isSilent = (report: Report, name: string): boolean =>
  acceptanceOf(report, name) !== null || silenceOf(report, 'feature', name) !== null;

const isDrifted = ({ status }: { readonly status: string }): boolean => status === 'drifted';

function featureChanges(previous: Report, report: Report): FeatureChanges[] {
  const { drift } = report;
  const before = new Map(previous.drift.features.map((feature) => [feature.name, feature]));
  const now = new Map(drift.features.map((feature) => [feature.name, feature]));
  const pick = (
    label: string,
    direction: Direction,
    list: Iterable<{ readonly name: string; readonly slug: string }>,
  ): FeatureChanges[] => {
    const names = [...list].map(({ name, slug }) => ({ name, slug }));
    return names.length === 0 ? [] : [{ label, direction, names }];
  };
  const both = drift.features.flatMap((feature) => {
    const old = before.get(feature.name);
    return old === undefined ? [] : [{ feature, old }];
  });
  const turned = (test: (was: boolean, is: boolean) => boolean) =>
    both.filter(({ feature, old }) => test(isDrifted(old), isDrifted(feature))).map(({ feature }) => feature);
  return [
    ...pick(
      'Began to drift',
      'worse',
      turned((was, is) => !was && is).filter(({ name }) => !isSilent(report, name)),
    ),
    ...pick(
      'Stopped drifting',
      'better',
      turned((was, is) => was && !is),
    ),
    ...pick(
      'New',
      'neutral',
      drift.features.filter(({ name }) => !before.has(name)),
    ),
    ...pick(
      'Gone',
      'neutral',
      previous.drift.features.filter(({ name }) => !now.has(name)),
    ),
  ];
}

/** Null also if the comparison throws: a damaged older report must not prevent this report's page. */
function compared(other: Report | null, report: Report): Comparison | null {
  try {
    return other === null ? null : compareReports(other, report);
  } catch {
    return null;
  }
}

function previousReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.previous;
  const { earlier } = neighbourReports(data, report.id);
  return earlier === null ? null : reportIfThere(data.read, earlier.id);
}

function weekReport(data: SiteData, report: Report): Report | null {
  if (report.id === data.current.id) return data.weekAgo;
  const id = weekBefore(data.runs, report);
  return id === null ? null : reportIfThere(data.read, id);
}

export const DIRECTION_WORD: Readonly<Record<Direction, string>> = {
  worse: 'Worse',
  better: 'Better',
  neutral: 'Changed',
};
