import type { DamagedReport } from '../archive/scan.ts';
import type { RunSummary } from '../report/summary.ts';
import { summaryRows } from '../report/summary-rows.ts';
import type { UnrenderedPage } from '../site/skip-unrendered.ts';
import { formatTime } from '../wording/format.ts';
import { STATUS_LOOK } from '../wording/status.ts';
import { addressOf, type SiteAddress } from './address.ts';
import { escapeHtml } from './html.ts';
import type { OutputFile } from './output-file.ts';

/**
 * Permalink page of a report whose archived file cannot be read: reason, remaining headline figures and remedy. Permalinks
 * must never return 404.
 */
export function damagedPages(
  damaged: readonly DamagedReport[],
  title: string,
  site: SiteAddress,
): readonly OutputFile[] {
  return damaged.map(({ id, reason, summary }) => ({
    path: `reports/${id}/index.html`,
    content: page({
      heading: `Report ${id} cannot be read`,
      reason:
        `Its file in the archive, <code>reports/${escapeHtml(id)}.json</code>, ${escapeHtml(reason)}. The file was kept as ` +
        'it is. Put back a copy from a backup of the archive, and the next build shows the whole report here.',
      summary,
      title,
      site,
    }),
  }));
}

/**
 * Replacement pages of archived reports that could not be rendered. The error message is printed by the build only, because
 * it may quote the report.
 */
export function unrenderedPages(
  unrendered: readonly UnrenderedPage[],
  runs: readonly RunSummary[],
  title: string,
  site: SiteAddress,
): readonly OutputFile[] {
  return unrendered.map(({ id, path }) => ({
    path: `${path}index.html`,
    content: page({
      heading: `Report ${id} cannot be shown`,
      reason:
        'This version of the software could not make a page of it. Its file in the archive was kept as it is, and the ' +
        'other reports are not concerned. What the build said names the fault.',
      summary: runs.find((run) => run.id === id) ?? null,
      title,
      site,
    }),
  }));
}

interface Replacement {
  /** Not yet escaped. */
  readonly heading: string;
  /** HTML. */
  readonly reason: string;
  readonly summary: RunSummary | null;
  readonly title: string;
  readonly site: SiteAddress;
}

function page({ heading, reason, summary, title, site }: Replacement): string {
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
<title>${escapeHtml(heading)} – ${escapeHtml(title)}</title></head>
<body><main><h1>${escapeHtml(heading)}</h1>
<p>${reason}</p>
${list}<p><a href="${escapeHtml(addressOf(site, 'reports/'))}">All reports</a></p></main></body></html>
`;
}
