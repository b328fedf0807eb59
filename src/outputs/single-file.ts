import { coverageLine } from '../alerts/coverage.ts';
import type { Comparison } from '../report/compare.ts';
import type { Report } from '../report/schema/report.ts';
import { formatTime } from '../wording/format.ts';
import { STATUS_LOOK } from '../wording/status.ts';
import { html, type Markup } from './html.ts';
import { driftSection } from './single-file-drift.ts';
import {
  alertsSection,
  healthSection,
  inputsSection,
  latencySection,
  predictionsSection,
  scoresSection,
  statusMark,
} from './single-file-sections.ts';
import { SINGLE_FILE_STYLE } from './single-file-style.ts';

interface SingleFileOptions {
  readonly report: Report;
  readonly title: string;
  /** The same report on the site; null where its address is not known. */
  readonly permalink: string | null;
  /** Against the report before; null where there is none. */
  readonly comparison: Comparison | null;
}

/**
 * A whole report as one HTML file that opens from disk and as a mail attachment: no script, no request, everything from
 * outside escaped, and a content policy that forbids what was forgotten.
 */
export function singleFileHtml({ report, title, permalink, comparison }: SingleFileOptions): string {
  const { verdict, window } = report;
  const coverage = coverageLine(verdict);
  const style: Markup = { html: `<style>${SINGLE_FILE_STYLE}</style>` };
  const reasons = verdict.reasons.map((r) => html`<li>${statusMark(STATUS_LOOK[r.status])} ${r.text}</li>`);
  const page = html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${STATUS_LOOK[verdict.status].word} – ${title} – ${report.id}</title>${style}</head><body><main>
<p class="soft">${title}, report ${report.id}</p>
${report.simulated ? html`<p class="simulated">Simulated data: nothing here was measured.</p>` : null}
<h1 id="overview">${statusMark(STATUS_LOOK[verdict.status])}: ${verdict.headline}</h1>
${coverage === null ? null : html`<p class="soft">${coverage}</p>`}
<p>Window ${formatTime(window.start)} to ${formatTime(window.end)}; made ${formatTime(report.generatedAt)}. ${window.note}</p>
${permalink === null ? null : html`<p><a href="${permalink}">This report on the site</a></p>`}
<ul>${reasons}</ul>
${changes(comparison)}${healthSection(report)}${scoresSection(report)}${latencySection(report)}${driftSection(report)}${alertsSection(
  report,
)}${predictionsSection(report)}${inputsSection(report)}
<p class="soft">${report.software.name} ${report.software.version}, ${report.software.engine}</p>
</main></body></html>`;
  return `<!doctype html>\n${page.html}\n`;
}

function changes(comparison: Comparison | null): Markup | null {
  if (comparison === null) return null;
  const list = comparison.unchanged
    ? html`<p>Nothing changed its state.</p>`
    : html`<ul>${comparison.changes.map((change) => html`<li>${change.text}</li>`)}</ul>`;
  return html`<h2 id="changes">Since the last report</h2>${list}`;
}
