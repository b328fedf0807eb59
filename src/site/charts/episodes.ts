import type { Alert, Report } from '../../report/schema/report.ts';
import type { ChartSpec } from './spec.ts';

/** Episodes of alerts, for the time axis of the charts they belong to. */
export function episodeSpans(report: Report, ids: readonly Alert['id'][]): ChartSpec['spans'] {
  return report.alerts
    .filter((alert) => ids.includes(alert.id))
    .flatMap((alert) =>
      alert.episodes.map((episode) => ({
        from: Date.parse(episode.start),
        to: Date.parse(episode.end),
        label: alert.title,
      })),
    );
}
