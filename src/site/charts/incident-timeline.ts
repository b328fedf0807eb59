import { alertTitle } from '../../alerts/registry.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import type { Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';
import { DAY_MS, isoDate } from '../../wording/time.ts';

/** Days that the timeline shows. */
export const TIMELINE_DAYS = 90;
/** Rows and spans at most; the newest are shown. */
const MAX_ROWS = 15;
const MAX_SPANS = 60;

export type TimelineTone = 'red' | 'yellow';

/** One incident, or in reports without incidents a run of an alert that fired. Days count from the first one shown. */
export interface TimelineSpan {
  readonly from: number;
  /** Last day on which a report saw it. */
  readonly to: number;
  readonly tone: TimelineTone;
  readonly severity: Incident['severity'] | null;
  readonly open: boolean;
  /** First and last day as dates, and the reports that saw it. */
  readonly first: string;
  readonly last: string;
  readonly reports: number;
}

export interface Timeline {
  /** First and last day as dates. */
  readonly start: string;
  readonly end: string;
  readonly rows: readonly { readonly title: string; readonly spans: readonly TimelineSpan[] }[];
  /** Rows left out. */
  readonly hidden: number;
  /** Days on which another model version took over. */
  readonly versions: readonly { readonly day: number; readonly version: string }[];
}

interface Seen {
  readonly key: string;
  readonly title: string;
  readonly severity: Incident['severity'] | null;
}

/** The incidents of the last 90 days by what they are about, those that are open first, then the newest. */
export function incidentTimeline({
  current,
  runs,
  pruned,
}: Pick<SiteData, 'current' | 'runs' | 'pruned'>): Timeline {
  const end = dayOf(current.generatedAt);
  const first = end - TIMELINE_DAYS + 1;
  const shown = [...runs, ...pruned.map(({ summary }) => summary)]
    .filter(
      ({ id, generatedAt }) => id !== current.id && dayOf(generatedAt) >= first && dayOf(generatedAt) <= end,
    )
    .toSorted((a, b) => a.generatedAt.localeCompare(b.generatedAt));
  const severities = new Map(current.alerts.map(({ id, severity }) => [id, severity]));
  const reports = [
    ...shown.map((run) => ({ at: run.generatedAt, seen: seenIn(run, severities) })),
    { at: current.generatedAt, seen: seenIn(asRun(current), severities) },
  ];
  const rows = new Map<string, Map<string, TimelineSpan>>();
  for (const [i, { at, seen }] of reports.entries()) {
    for (const { key, title, severity } of seen) {
      const spans = rows.get(title) ?? new Map<string, TimelineSpan>();
      rows.set(title, spans);
      // Without an id, what fired in the report before goes on.
      const id = key === '' ? goingOn(spans, reports[i - 1]?.at) : key;
      spans.set(id, extended(spans.get(id), at, severity, first, i === reports.length - 1));
    }
  }
  const sorted = [...rows]
    .map(([title, spans]) => ({ title, spans: [...spans.values()].slice(-MAX_SPANS) }))
    .toSorted((a, b) => rank(b.spans) - rank(a.spans) || a.title.localeCompare(b.title));
  return {
    start: isoDate(first * DAY_MS),
    end: isoDate(end * DAY_MS),
    rows: sorted.slice(0, MAX_ROWS),
    hidden: Math.max(0, sorted.length - MAX_ROWS),
    versions: versionsOf([...shown, asRun(current)], first),
  };
}

type Shown = Pick<RunSummary, 'generatedAt' | 'firing' | 'modelVersion' | 'incidents'>;

const asRun = ({ generatedAt, alerts, model, incidents }: Report): Shown => ({
  generatedAt,
  firing: alerts.filter(({ status }) => status === 'firing').map(({ id }) => id),
  modelVersion: model.loggedVersion,
  ...(incidents === undefined ? {} : { incidents }),
});

/** What a report says is so; an incident that it says is over does not count. */
function seenIn({ incidents, firing }: Shown, severities: ReadonlyMap<string, Incident['severity']>): Seen[] {
  if (incidents === undefined) {
    return firing.map((id) => ({ key: '', title: alertTitle(id), severity: severities.get(id) ?? null }));
  }
  return incidents
    .filter(({ state }) => state !== 'recovered')
    .map(({ id, title, peak }) => ({ key: id, title, severity: peak }));
}

function goingOn(spans: ReadonlyMap<string, TimelineSpan>, before: string | undefined): string {
  const last = [...spans].at(-1);
  const goes = last !== undefined && before !== undefined && last[1].last === before.slice(0, 10);
  return goes ? last[0] : `run-${spans.size}`;
}

const SEVERE: ReadonlySet<Incident['severity'] | null> = new Set(['critical', 'high']);

function extended(
  span: TimelineSpan | undefined,
  at: string,
  severity: TimelineSpan['severity'],
  first: number,
  open: boolean,
): TimelineSpan {
  const day = dayOf(at) - first;
  return {
    from: span?.from ?? day,
    to: day,
    tone: SEVERE.has(severity) ? 'red' : 'yellow',
    severity,
    open,
    first: span?.first ?? at.slice(0, 10),
    last: at.slice(0, 10),
    reports: (span?.reports ?? 0) + 1,
  };
}

const rank = (spans: readonly TimelineSpan[]): number =>
  Math.max(...spans.map(({ to, open }) => to + (open ? 1_000 : 0)));

function versionsOf(runs: readonly Shown[], first: number): Timeline['versions'] {
  const known = runs.filter(({ modelVersion }) => modelVersion !== null);
  return known.flatMap(({ generatedAt, modelVersion }, i) =>
    i === 0 || modelVersion === null || known[i - 1]?.modelVersion === modelVersion
      ? []
      : [{ day: dayOf(generatedAt) - first, version: modelVersion }],
  );
}

const dayOf = (iso: string): number => Math.floor(Date.parse(iso) / DAY_MS);
