import { reportIfThere } from '../report/report-if-there.ts';
import type { Report } from '../report/schema/report.ts';
import { type NightSummary, summarize } from '../report/summary.ts';
import type { SiteData } from '../site/site-data.ts';
import type { Archive } from './archive.ts';
import { byNewest, isFarAhead } from './order.ts';

export type SiteNights = Pick<
  SiteData,
  'nights' | 'ahead' | 'previous' | 'weekAgo' | 'pruned' | 'read' | 'archiveNotes'
>;

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/**
 * What the site shows of the archive beside the current report.
 *
 * `previous` is the newest night older than the current one; `weekAgo` the one nearest to seven days before it, within
 * a day. A simulated report has neither: made-up numbers are not compared with real ones. A real current report is
 * among the nights even where the archive could not keep it. Nights that are dated far after the current report are no
 * part of any series: they are listed apart.
 */
export function siteNights(archive: Archive, current: Report): SiteNights {
  const own = summarize(current);
  const now = Date.parse(current.generatedAt);
  const others = archive.summaries().filter((night) => current.simulated || night.id !== current.id);
  const archived = others.filter((night) => !isFarAhead(night, now));
  const ahead = others.filter((night) => isFarAhead(night, now));
  const nights = current.simulated ? archived : [...archived, own].sort(byNewest);
  const read = (id: string): Report => (!current.simulated && id === current.id ? current : archive.read(id));
  const older = current.simulated ? [] : archived.filter((night) => byNewest(own, night) < 0);
  const weekAgo = nearest(older, now - WEEK_MS);
  return {
    nights,
    ahead,
    previous: firstThere(older, read),
    weekAgo: weekAgo === null ? null : reportIfThere(read, weekAgo.id),
    pruned: archive.pruned(),
    read,
    archiveNotes: [...archive.notes(), ...ahead.map((night) => aheadNote(night, current))],
  };
}

const aheadNote = (night: NightSummary, current: Report): string =>
  `reports/${night.id}.json: dated ${night.generatedAt}, long after this build (${current.generatedAt}): a clock was ` +
  'wrong then, or is now; kept, listed apart, and not compared with';

/** The newest of these nights whose file is still there. */
function firstThere(nights: readonly NightSummary[], read: SiteData['read']): Report | null {
  for (const { id } of nights) {
    const report = reportIfThere(read, id);
    if (report !== null) return report;
  }
  return null;
}

function nearest(nights: readonly NightSummary[], time: number): NightSummary | null {
  const distance = (night: NightSummary): number => Math.abs(Date.parse(night.generatedAt) - time);
  let best: NightSummary | null = null;
  for (const night of nights) {
    if (distance(night) <= DAY_MS && (best === null || distance(night) < distance(best))) best = night;
  }
  return best;
}
