import type { AlertId } from '../../alerts/registry.ts';
import type { Report } from '../../report/schema/report.ts';
import type { ChartSpec } from './spec.ts';

/** Merges adjacent and overlapping time ranges. */
export function joinSpans(spans: ChartSpec['spans']): ChartSpec['spans'] {
  const joined: ChartSpec['spans'][number][] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    } else joined.push(span);
  }
  return joined;
}

/** Episodes of alerts, for the time axes of their charts. */
export function episodeSpans(report: Report, ids: readonly AlertId[]): ChartSpec['spans'] {
  const wanted: readonly string[] = ids;
  return report.alerts
    .filter((alert) => wanted.includes(alert.id))
    .flatMap((alert) =>
      alert.episodes.map((episode) => ({
        from: Date.parse(episode.start),
        to: Date.parse(episode.end),
        label: alert.title,
      })),
    );
}
