import type { DamagedRun } from '../archive/scan.ts';
import { summaryRows } from '../report/summary-rows.ts';
import { formatTime } from '../wording/format.ts';
import { STATUS_LOOK } from '../wording/status.ts';
import { addressOf, type SiteAddress } from './address.ts';
import { escapeHtml } from './html.ts';
import type { OutputFile } from './output-file.ts';

/**
 * The permalink of a report whose archived file cannot be read: what happened, what is left of it, and what to do.
 * A permalink never ends in "not found".
 */
export function damagedPages(
  damaged: readonly DamagedRun[],
  title: string,
  site: SiteAddress,
): readonly OutputFile[] {
  return damaged.map((run) => ({
    path: `reports/${run.id}/index.html`,
    content: page(run, title, site),
  }));
}

function page({ id, reason, summary }: DamagedRun, title: string, site: SiteAddress): string {
  const figures =
    summary === null
      ? []
      : [
          ['Verdict', `${STATUS_LOOK[summary.status].word}: ${summary.headline}`],
          ['Made', formatTime(summary.generatedAt)],
          ...summaryRows(summary).map(({ label, value }) => [label, value]),
        ];
  const rows = figures
    .map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const list = rows === '' ? '' : `<h2>What is known of this report</h2><dl>${rows}</dl>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">
<title>Report ${escapeHtml(id)} cannot be read – ${escapeHtml(title)}</title></head>
<body><main><h1>Report ${escapeHtml(id)} cannot be read</h1>
<p>Its file in the archive, <code>reports/${escapeHtml(id)}.json</code>, ${escapeHtml(reason)}. The file was kept as it
is. Put back a copy from a backup of the archive, and the next build shows the whole report here.</p>
${list}<p><a href="${escapeHtml(addressOf(site, 'reports/'))}">All reports</a></p></main></body></html>
`;
}
