import { type IncidentLife, titleWords } from '../views/incident-lives.ts';
import { bucketOf } from '../views/trend-series.ts';
import { scaleOf } from './scale.ts';
import type { ChartSpec } from './spec.ts';
import { PLOT_WIDTH } from './static-chart.ts';
import { chartFrame } from './ticks.ts';

/** What is drawn of incidents above the charts of a page, which have the same time axis: once, so that pages stay small. */
export interface IncidentBars {
  /** Paths of the critical and high incidents, and of the others, over the width of a plot. */
  readonly red: string;
  readonly yellow: string;
  /** Their titles, for those who do not see them. */
  readonly words: string;
  /** Titles of each bar, the severe ones first, which a chart names where it is pointed at; none where there are too many. */
  readonly named: readonly string[];
}

/** Names of more bars would take too much of the page. */
const MAX_NAMED = 60;

interface Bar {
  readonly tone: IncidentLife['tone'];
  readonly from: number;
  readonly to: number;
  readonly titles: readonly string[];
}

/**
 * Bars of incidents over a time axis. One goes over the whole of every bucket of which a report saw it, one that is open to
 * the right end.
 *
 * @param bucketMs length of what a point stands for.
 */
export function incidentBars(
  spec: ChartSpec | undefined,
  lives: readonly IncidentLife[],
  bucketMs: number,
): IncidentBars | null {
  if (spec?.x.scale !== 'time') return null;
  const { domain } = chartFrame(spec).x;
  const [start, end] = domain;
  const step = spec.x.step ?? bucketMs;
  const all = lives
    .map(({ title, tone, first, last, open }): Bar => {
      const to = open ? end : Math.min(end, bucketOf(last, bucketMs) + step);
      return { tone, from: Math.max(start, bucketOf(first, bucketMs)), to, titles: [title] };
    })
    .filter(({ from, to }) => to > from);
  if (all.length === 0) return null;
  const rows = (touching: boolean): (readonly Bar[])[] =>
    (['red', 'yellow'] as const).map((row) =>
      joined(
        all.filter(({ tone }) => tone === row),
        touching,
      ),
    );
  const single = rows(false);
  const named = single.flat().length > MAX_NAMED ? [] : single.flat().map(({ titles }) => titleWords(titles));
  const [red = [], yellow = []] = named.length > 0 ? single : rows(true);
  const x = scaleOf('time')(domain, [0, PLOT_WIDTH]);
  const at = (time: number): number => Math.round(x(time));
  const path = (row: readonly Bar[]): string =>
    row.map(({ from, to }) => `M${at(from)},0h${Math.max(3, at(to) - at(from))}`).join('');
  return {
    red: path(red),
    yellow: path(yellow),
    words: titleWords(all.toReversed().flatMap(({ titles }) => titles)),
    named,
  };
}

/**
 * Bars that overlap are one, so that there are fewer bars than points.
 *
 * @param touching whether those that only touch are too, which looks the same but has no name for each.
 */
function joined(bars: readonly Bar[], touching: boolean): Bar[] {
  const found: Bar[] = [];
  for (const bar of bars.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && (bar.from < last.to || (touching && bar.from === last.to))) {
      const titles = [...last.titles, ...bar.titles];
      found[found.length - 1] = { ...last, to: Math.max(last.to, bar.to), titles };
    } else found.push(bar);
  }
  return found;
}
