import { Feed } from 'feed';
import type { SiteData } from '../report/site-data.ts';
import type { RunSummary } from '../report/summary.ts';
import { summaryRows } from '../report/summary-rows.ts';
import { STATUS_LOOK, statusLine } from '../wording/status.ts';
import { addressOf, permalink, type SiteAddress } from './address.ts';
import { escapeHtml } from './html.ts';
import type { OutputFile } from './output-file.ts';

/** Number of reports in the feed. */
const ENTRIES = 60;

/** Placeholder origin, because the feed library requires absolute addresses; it is removed from the links afterwards. */
const NO_ORIGIN = 'http://origin.invalid';

/** Creates an Atom feed (RFC 4287) with one entry per report. */
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
      // Atom text of type "html": escaped here for HTML, and by the library for XML.
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

/** Entry id: must be an absolute IRI that never changes; a tag URI (RFC 4151) where the origin is unknown. */
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
