import { Feed } from 'feed';
import type { SiteData } from '../report/site-data.ts';
import type { RunSummary } from '../report/summary.ts';
import { summaryRows } from '../report/summary-rows.ts';
import { STATUS_LOOK, statusLine } from '../wording/status.ts';
import { addressOf, permalink, type SiteAddress } from './address.ts';
import { escapeHtml } from './html.ts';
import type { OutputFile } from './output-file.ts';

/** Reports in the feed; a reader that was away longer has the archive. */
const ENTRIES = 60;

/** The feed library takes absolute addresses only; without an origin its links are cut back to the site's root. */
const NO_ORIGIN = 'http://origin.invalid';

/** An Atom feed (RFC 4287) with one entry per report. */
export function feedFile(data: SiteData, address: SiteAddress): OutputFile {
  const site = { ...address, siteUrl: address.siteUrl ?? NO_ORIGIN };
  const feed = new Feed({
    title: escapeHtml(data.title),
    id: identity(site, ''),
    link: addressOf(site, ''),
    language: 'en',
    updated: new Date(data.runs[0]?.generatedAt ?? data.current.generatedAt),
    generator: data.current.software.name,
    author: { name: escapeHtml(data.title) },
    feedLinks: { atom: addressOf(site, 'feed.xml') },
  });
  for (const run of data.runs.slice(0, ENTRIES)) {
    const address = permalink(site, run.id);
    feed.addItem({
      // Atom text of type "html": the text is escaped once for HTML, and the feed escapes it for XML.
      title: escapeHtml(`${statusLine(STATUS_LOOK[run.status])}: ${run.headline}`),
      id: identity(site, `reports/${run.id}/`),
      link: address,
      date: new Date(run.generatedAt),
      description: escapeHtml(run.headline),
      content: content(run, address),
      category: [{ name: run.status, term: run.status }],
    });
  }
  return { path: 'feed.xml', content: `${feed.atom1().replaceAll(NO_ORIGIN, '')}\n` };
}

/** An entry's id must be an absolute IRI and never change; without an origin a tag URI (RFC 4151) is one. */
const identity = (site: SiteAddress, path: string): string =>
  site.siteUrl === NO_ORIGIN ? `tag:lead-scoring-monitor.invalid,2026:/${path}` : addressOf(site, path);

function content(run: RunSummary, address: string): string {
  const items = summaryRows(run).map(
    ({ label, value }) => `<li>${escapeHtml(label)}: ${escapeHtml(value)}</li>`,
  );
  return (
    `<p>${escapeHtml(run.headline)}</p><ul>${items.join('')}</ul>` +
    `<p><a href="${escapeHtml(address)}">The whole report</a></p>`
  );
}
