import type { Report } from '../report/schema/report.ts';
import type { SiteData } from '../report/site-data.ts';
import { type NightSummary, summarize } from '../report/summary.ts';
import type { Archive } from './archive.ts';
import { byNewest } from './order.ts';

export type SiteNights = Pick<
  SiteData,
  'nights' | 'previous' | 'weekAgo' | 'pruned' | 'read' | 'archiveNotes'
>;

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/**
 * What the site shows of the archive beside the current report.
 *
 * `previous` is the newest night older than the current one; `weekAgo` the one nearest to seven days before it, within
 * a day. A simulated report has neither: made-up numbers are not compared with real ones. A real current report is
 * among the nights even where the archive could not keep it.
 */
export function siteNights(archive: Archive, current: Report): SiteNights {
  const own = summarize(current);
  const archived = archive.summaries().filter((night) => current.simulated || night.id !== current.id);
  const nights = current.simulated ? archived : [...archived, own].sort(byNewest);
  const read = (id: string): Report => (!current.simulated && id === current.id ? current : archive.read(id));
  const older = current.simulated ? [] : archived.filter((night) => byNewest(own, night) < 0);
  const previous = older[0];
  const weekAgo = nearest(older, Date.parse(current.generatedAt) - WEEK_MS);
  return {
    nights,
    previous: previous === undefined ? null : read(previous.id),
    weekAgo: weekAgo === null ? null : read(weekAgo.id),
    pruned: archive.pruned(),
    read,
    archiveNotes: archive.notes(),
  };
}

function nearest(nights: readonly NightSummary[], time: number): NightSummary | null {
  const distance = (night: NightSummary): number => Math.abs(Date.parse(night.generatedAt) - time);
  let best: NightSummary | null = null;
  for (const night of nights) {
    if (distance(night) <= DAY_MS && (best === null || distance(night) < distance(best))) best = night;
  }
  return best;
}
