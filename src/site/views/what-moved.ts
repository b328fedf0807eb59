import type { Feature, Report } from '../../report/schema/report.ts';
import { formatScoreChange, scoreEffect, scoreInterval, scoreRowOf } from '../../wording/attribution.ts';
import { acceptanceOf, untilWords } from '../../wording/decisions.ts';
import { sinceDay } from '../../wording/since.ts';
import { byImportance } from './drift-table.ts';

/** A feature that drifted or moved the scores. */
export interface MovedFeature {
  readonly feature: Feature;
  /** "large shift since 12 Feb", "did not drift". */
  readonly shift: string;
  /** "+0.031 (0.020 to 0.042)"; null where it does not move the scores. */
  readonly scores: string | null;
}

/** Features that move the scores, largest first, then those that only drifted, in the order of the drift table. */
export function movedFeatures(report: Report): MovedFeature[] {
  const { attribution, drift, generatedAt } = report;
  const all = byImportance(drift.features).map((feature) => {
    const row = scoreRowOf(attribution, feature.name);
    const moves = row !== null && scoreEffect(row) === 'moves';
    return { feature, row: moves ? row : null };
  });
  return all
    .filter(({ feature, row }) => row !== null || feature.status === 'drifted')
    .toSorted((a, b) => Math.abs(b.row?.contribution ?? 0) - Math.abs(a.row?.contribution ?? 0))
    .map(({ feature, row }) => {
      const since = sinceDay(feature.since, generatedAt);
      const acceptance = acceptanceOf(report, feature.name);
      const accepted = acceptance === null ? '' : `, accepted ${untilWords(acceptance)}`;
      return {
        feature,
        shift:
          feature.status === 'drifted'
            ? [feature.effect === null ? 'drifted' : `${feature.effect.word} shift`, since]
                .filter((part) => part !== null)
                .join(' ') + accepted
            : 'did not drift',
        scores:
          row === null ? null : `${formatScoreChange(row.contribution)} (${scoreInterval(row.interval)})`,
      };
    });
}
