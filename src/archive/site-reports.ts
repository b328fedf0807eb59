import { reportIfThere } from '../report/report-if-there.ts';
import type { Report } from '../report/schema/report.ts';
import type { SiteData } from '../report/site-data.ts';
import { type RunSummary, summarize } from '../report/summary.ts';
import type { Archive } from './archive.ts';
import { byNewest, isFarAhead } from './order.ts';

export type SiteReports = Pick<
  SiteData,
  'runs' | 'ahead' | 'previous' | 'weekAgo' | 'pruned' | 'read' | 'archiveNotes'
>;

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/**
 * Selects what the site shows of the archive beside the current report.
 *
 * `previous` is the newest report older than the current one; `weekAgo` is the one nearest to seven days before it,
 * within a day. A simulated report has neither, because simulated and real numbers are not comparable. A real current
 * report is included even where it could not be archived. Reports dated far after the current one are returned
 * separately and left out of every series.
 */
export function siteReports(archive: Archive, current: Report): SiteReports {
  const own = summarize(current);
  const now = Date.parse(current.generatedAt);
  const others = archive.summaries().filter((run) => current.simulated || run.id !== current.id);
  const archived = others.filter((run) => !isFarAhead(run, now));
  const ahead = others.filter((run) => isFarAhead(run, now));
  const runs = current.simulated ? archived : [...archived, own].sort(byNewest);
  const read = (id: string): Report => (!current.simulated && id === current.id ? current : archive.read(id));
  const older = current.simulated ? [] : archived.filter((run) => byNewest(own, run) < 0);
  const weekAgo = nearest(older, now - WEEK_MS);
  return {
    runs,
    ahead,
    previous: newestReadable(older, read),
    weekAgo: weekAgo === null ? null : reportIfThere(read, weekAgo.id),
    pruned: archive.pruned(),
    read,
    archiveNotes: [...archive.notes(), ...ahead.map((run) => aheadNote(run, current))],
  };
}

const aheadNote = (run: RunSummary, current: Report): string =>
  `reports/${run.id}.json: dated ${run.generatedAt}, long after this build (${current.generatedAt}): a clock was ` +
  'wrong then, or is now; kept, listed apart, and not compared with';

/** The newest of these reports whose file still exists. */
function newestReadable(runs: readonly RunSummary[], read: SiteData['read']): Report | null {
  for (const { id } of runs) {
    const report = reportIfThere(read, id);
    if (report !== null) return report;
  }
  return null;
}

function nearest(runs: readonly RunSummary[], time: number): RunSummary | null {
  const distance = (run: RunSummary): number => Math.abs(Date.parse(run.generatedAt) - time);
  let best: RunSummary | null = null;
  for (const run of runs) {
    if (distance(run) <= DAY_MS && (best === null || distance(run) < distance(best))) best = run;
  }
  return best;
}
