import type { Report } from '../../report/schema/report.ts';
import { REPORT_MARK } from '../../wording/status.ts';
import type { ChartSpec } from './spec.ts';

/** Where a model version was seen for the first time; in older reports, where it was within the window. */
export function versionMarks(report: Pick<Report, 'scores'>): ChartSpec['marks'] {
  return report.scores.versions
    .toSorted((a, b) => a.first.localeCompare(b.first))
    .filter(({ isNew }, i) => isNew ?? i > 0)
    .map(({ first, version }) => ({ at: Date.parse(first), label: version, glyph: REPORT_MARK.version }));
}
