import { alertTitle } from '../../alerts/registry.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';

/** One incident over the reports, or in reports that recorded none a run of an alert that fired. */
export interface IncidentLife {
  readonly title: string;
  /** The most severe that it was; null where that was not recorded. */
  readonly severity: Incident['severity'] | null;
  readonly tone: 'red' | 'yellow';
  /** Times of the first and the last report that saw it. */
  readonly first: string;
  readonly last: string;
  readonly reports: number;
  /** Whether the current report sees it. */
  readonly open: boolean;
}

type Severities = ReadonlyMap<string, Incident['severity']>;
type Shown = Pick<RunSummary, 'generatedAt' | 'firing' | 'incidents'>;

const SEVERE: ReadonlySet<Incident['severity'] | null> = new Set(['critical', 'high']);

/** Every incident that reports up to the current one saw, the first to be seen first. */
export function incidentLives({
  current,
  runs,
  pruned,
}: Pick<SiteData, 'current' | 'runs' | 'pruned'>): IncidentLife[] {
  const earlier = [...runs, ...pruned.map(({ summary }) => summary)].filter(
    ({ id, generatedAt }) => id !== current.id && generatedAt <= current.generatedAt,
  );
  const reports: Shown[] = [
    ...earlier.toSorted((a, b) => a.generatedAt.localeCompare(b.generatedAt)),
    asRun(current),
  ];
  const severities: Severities = new Map(current.alerts.map(({ id, severity }) => [id, severity]));
  const lives = new Map<string, IncidentLife>();
  let before: readonly string[] = [];
  reports.forEach((report, i) => {
    const at = report.generatedAt;
    before = seenIn(report, severities).map(({ key, title, severity }) => {
      // Without an id, what fired in the report before goes on.
      const id = key ?? before.find((one) => one.startsWith(`${title}\n`)) ?? `${title}\n${at}`;
      const { first = at, reports: count = 0 } = lives.get(id) ?? {};
      lives.set(id, {
        title,
        severity,
        tone: SEVERE.has(severity) ? 'red' : 'yellow',
        first,
        last: at,
        reports: count + 1,
        open: i === reports.length - 1,
      });
      return id;
    });
  });
  return [...lives.values()];
}

const asRun = ({ generatedAt, alerts, incidents }: Report): Shown => ({
  generatedAt,
  firing: alerts.filter(({ status }) => status === 'firing').map(({ id }) => id),
  ...(incidents === undefined ? {} : { incidents }),
});

/** What a report says is so; an incident that it says is over does not count. */
function seenIn({ incidents, firing }: Shown, severities: Severities) {
  if (incidents === undefined) {
    return firing.map((id) => ({ key: null, title: alertTitle(id), severity: severities.get(id) ?? null }));
  }
  return livingOf(incidents).map(({ id, title, peak }) => ({ key: id, title, severity: peak }));
}

const livingOf = (incidents: readonly Incident[]): Incident[] =>
  incidents.filter(({ state }) => state !== 'recovered');

const MAX_TITLES = 2;

/** Titles of incidents, each once, not more than two: "Data drift, API down and 3 more". */
export function titleWords(titles: readonly string[]): string {
  const each = [...new Set(titles)];
  const more = each.length - MAX_TITLES;
  return more <= 0 ? each.join(' and ') : `${each.slice(0, MAX_TITLES).join(', ')} and ${more} more`;
}

/** Titles of the incidents that a report saw, for a calendar; none where it recorded none. */
export const incidentTitles = ({ incidents = [] }: Pick<RunSummary, 'incidents'>): string[] =>
  livingOf(incidents).map(({ title }) => title);
