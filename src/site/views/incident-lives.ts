import { alertTitle } from '../../alerts/registry.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';
import { causesWords } from '../../wording/causes.ts';
import { formatDuration, listWords } from '../../wording/format.ts';

/** One incident over the reports, or in reports that recorded none a run of an alert that fired. */
export interface IncidentLife {
  readonly title: string;
  /** The most severe that it was; null where that was not recorded. */
  readonly severity: Incident['severity'] | null;
  readonly tone: 'red' | 'yellow';
  /** Times of the first and the last report that saw it. */
  readonly first: string;
  readonly last: string;
  /** Ids of these reports. */
  readonly firstIn: string;
  readonly lastIn: string;
  /** How many did; of several runs of one report one. */
  readonly reports: number;
  /** What changed with it, the likeliest first; null where nothing is known to have. */
  readonly cameWith: string | null;
  /** Whether the current report sees it. */
  readonly open: boolean;
}

type Severities = ReadonlyMap<string, Incident['severity']>;
type Shown = Pick<RunSummary, 'id' | 'generatedAt' | 'firing' | 'incidents'>;

const SEVERE: ReadonlySet<Incident['severity'] | null> = new Set(['critical', 'high']);

type Sources = Pick<SiteData, 'current' | 'runs' | 'pruned'>;

/**
 * Every incident that reports up to the current one saw, the first to be seen first. A simulated report goes on with none of
 * the archive.
 */
export function incidentLives({ current, runs, pruned }: Sources): IncidentLife[] {
  const earlier = current.simulated ? [] : [...runs, ...pruned.map(({ summary }) => summary)];
  return livesOf(earlier, asRun(current), current);
}

/** Every incident that archived reports saw, for pages on these alone. */
export function archivedLives({ current, runs, pruned }: Sources): IncidentLife[] {
  if (!current.simulated) return incidentLives({ current, runs, pruned });
  const [newest, ...earlier] = runs;
  if (newest === undefined) return [];
  return livesOf([...earlier, ...pruned.map(({ summary }) => summary)], newest, current);
}

function livesOf(earlier: readonly RunSummary[], newest: Shown, { alerts }: Report): IncidentLife[] {
  const end = Date.parse(newest.generatedAt);
  const before = earlier
    .map((run) => ({ run, time: Date.parse(run.generatedAt) }))
    .filter(({ run, time }) => run.id !== newest.id && time <= end)
    .sort((a, b) => a.time - b.time);
  const reports: Shown[] = [...before.map(({ run }) => run), newest];
  const severities: Severities = new Map(alerts.map(({ id, severity }) => [id, severity]));
  const lives = new Map<string, IncidentLife>();
  let last: readonly string[] = [];
  reports.forEach((report, i) => {
    const at = report.generatedAt;
    last = seenIn(report, severities).map(({ key, title, severity, seen, cameWith }) => {
      // Without an id, what fired in the report before goes on.
      const id = key ?? last.find((one) => one.startsWith(`${title}\n`)) ?? `${title}\n${at}`;
      const { first = at, firstIn = report.id, reports: count = 0 } = lives.get(id) ?? {};
      lives.set(id, {
        title,
        severity,
        tone: SEVERE.has(severity) ? 'red' : 'yellow',
        first,
        last: at,
        firstIn,
        lastIn: report.id,
        reports: seen ?? count + 1,
        cameWith,
        open: i === reports.length - 1,
      });
      return id;
    });
  });
  return [...lives.values()];
}

const asRun = ({ id, generatedAt, alerts, incidents }: Report): Shown => ({
  id,
  generatedAt,
  firing: alerts.filter(({ status }) => status === 'firing').map(({ id }) => id),
  ...(incidents === undefined ? {} : { incidents }),
});

/** What a report says is so; an incident that it says is over does not count. */
function seenIn({ incidents, firing }: Shown, severities: Severities) {
  if (incidents === undefined) {
    return firing.map((id) => ({
      ...{ key: null, title: alertTitle(id), severity: severities.get(id) ?? null, seen: null },
      cameWith: null,
    }));
  }
  return livingOf(incidents).map(({ id, title, peak, reports, explains }) => ({
    ...{ key: id, title, severity: peak, seen: reports },
    cameWith: causesWords(explains),
  }));
}

const livingOf = (incidents: readonly Incident[]): Incident[] =>
  incidents.filter(({ state }) => state !== 'recovered');

const MAX_TITLES = 2;

/** Titles of incidents, each once, not more than two: "Data drift, API down and 3 more". */
export function titleWords(titles: readonly string[]): string {
  const each = [...new Set(titles)];
  const more = each.length - MAX_TITLES;
  return listWords(more <= 0 ? each : [...each.slice(0, MAX_TITLES), `${more} more`]);
}

/** Titles of the incidents that a report saw, for a calendar; none where it recorded none. */
export const incidentTitles = ({ incidents = [] }: Pick<RunSummary, 'incidents'>): string[] =>
  livingOf(incidents).map(({ title }) => title);

/** More incidents than these are not listed. */
const MAX_LISTED = 30;

/** Those that a table lists, in whatever order they are given: open ones, then the newest. */
export function listedLives<Life extends IncidentLife>(lives: readonly Life[], most = MAX_LISTED): Life[] {
  const open = lives.filter((life) => life.open);
  const over = lives.filter((life) => !life.open).toReversed();
  return [...open, ...over.toSorted((a, b) => b.first.localeCompare(a.first))].slice(0, most);
}

/** "3 days" that an incident was seen over; "one report" where a single one saw it. */
export const lifeWords = ({ first, last, reports }: IncidentLife): string =>
  reports === 1 ? 'one report' : formatDuration(Date.parse(last) - Date.parse(first));
