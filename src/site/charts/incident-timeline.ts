import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';
import { DAY_MS, dayNumber, isoDate } from '../../wording/time.ts';
import { type IncidentLife, incidentLives } from '../views/incident-lives.ts';

/** Days that the timeline shows. */
export const TIMELINE_DAYS = 90;
/** Rows and spans at most; the newest are shown. */
const MAX_ROWS = 15;
const MAX_SPANS = 60;

/** An incident on the timeline. Days count from the first one shown. */
export interface TimelineSpan extends IncidentLife {
  readonly from: number;
  /** Last day on which a report saw it. */
  readonly to: number;
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

/** The incidents of the last 90 days by what they are about, those that are open first, then the newest. */
export function incidentTimeline(data: Pick<SiteData, 'current' | 'runs' | 'pruned'>): Timeline {
  const { current, runs, pruned } = data;
  const end = dayOf(current.generatedAt);
  const first = end - TIMELINE_DAYS + 1;
  const spans = incidentLives(data).flatMap((life): TimelineSpan[] => {
    const to = dayOf(life.last) - first;
    return to < 0 ? [] : [{ ...life, from: Math.max(0, dayOf(life.first) - first), to }];
  });
  const sorted = [...Map.groupBy(spans, ({ title }) => title)]
    .map(([title, all]) => ({ title, spans: all.slice(-MAX_SPANS) }))
    .toSorted((a, b) => rank(b.spans) - rank(a.spans) || a.title.localeCompare(b.title));
  const shown = [...runs, ...pruned.map(({ summary }) => summary)]
    .filter(
      ({ id, generatedAt }) => id !== current.id && dayOf(generatedAt) >= first && dayOf(generatedAt) <= end,
    )
    .toSorted((a, b) => a.generatedAt.localeCompare(b.generatedAt));
  const now = { generatedAt: current.generatedAt, modelVersion: current.model.loggedVersion };
  return {
    start: isoDate(first * DAY_MS),
    end: isoDate(end * DAY_MS),
    rows: sorted.slice(0, MAX_ROWS),
    hidden: Math.max(0, sorted.length - MAX_ROWS),
    versions: versionsOf([...shown, now], first),
  };
}

const rank = (spans: readonly TimelineSpan[]): number =>
  Math.max(...spans.map(({ to, open }) => to + (open ? 1_000 : 0)));

type Versioned = Pick<RunSummary, 'generatedAt' | 'modelVersion'>;

function versionsOf(runs: readonly Versioned[], first: number): Timeline['versions'] {
  const known = runs.filter(({ modelVersion }) => modelVersion !== null);
  return known.flatMap(({ generatedAt, modelVersion }, i) =>
    i === 0 || modelVersion === null || known[i - 1]?.modelVersion === modelVersion
      ? []
      : [{ day: dayOf(generatedAt) - first, version: modelVersion }],
  );
}

const dayOf = (iso: string): number => dayNumber(Date.parse(iso));
