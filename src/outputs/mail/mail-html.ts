import type { RunSummary } from '../../report/summary.ts';
import { DIRECTION_GLYPH, STATUS_GLYPH } from '../../wording/status.ts';
import { BADGE_COLORS } from '../badge-svg.ts';
import { type Brief, changeWords, noneFiring } from '../brief.ts';
import { html, type Markup } from '../html.ts';
import { runBars } from './report-bars.ts';

/** Inline styles for clients without style sheets; the colours work on white and on the dark backgrounds of mail clients. */
const STYLE: Markup = {
  html: `<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#ffffff;color:#1c2128}
.soft{color:#59636e}.line{border-top:1px solid #d1d9e0}
@media (prefers-color-scheme:dark){body,.page{background:#0d1117 !important;color:#e6edf3 !important}
.soft{color:#9aa4ae !important}.line{border-color:#3d444d !important}a{color:#6cb2ff !important}
.button a{color:#ffffff !important}}
@media (max-width:480px){.page{padding:12px !important}}
</style>`,
};

const FONT =
  "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5";
/** Background colours for white text. */
const CHIP_COLOR = {
  green: BADGE_COLORS.green,
  yellow: BADGE_COLORS.yellow,
  red: BADGE_COLORS.red,
  unknown: BADGE_COLORS.lightgrey,
};

interface MailHtml {
  readonly brief: Brief;
  readonly permalink: string | null;
  readonly title: string;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
}

/** The mail as HTML: one column, no images, scripts or requests. */
export function mailHtml({ brief, permalink, title, runs }: MailHtml): string {
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${brief.word}: ${title}</title>${STYLE}</head><body>
<div style="display:none;max-height:0;overflow:hidden">${brief.headline}</div>
<div class="page" style="max-width:600px;margin:0 auto;padding:24px;${FONT}">
${brief.simulated ? html`<p style="border:2px solid #bf8700;padding:8px"><strong>Simulated data: nothing here was measured.</strong></p>` : null}
<p class="soft" style="margin:0 0 4px">${title}, report ${brief.id}</p>
<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3"><span style="background:${CHIP_COLOR[brief.status]};color:#ffffff;padding:2px 8px;border-radius:4px;white-space:nowrap">${STATUS_GLYPH[brief.status]} ${brief.word}</span> ${brief.headline}</h1>
${brief.coverage === null ? null : html`<p class="soft" style="margin:0 0 12px;font-size:14px">${brief.coverage}</p>`}
${brief.reasons.length < 2 ? null : list(brief.reasons.slice(1).map((reason) => html`${STATUS_GLYPH[reason.status]} ${reason.text}`))}
${permalink === null ? null : button(permalink)}
${heading('Since the last report')}${
  brief.changes === null || brief.changes.length === 0
    ? html`<p style="margin:0">${changeWords(brief.changes)}</p>`
    : list(brief.changes.map((change) => html`${DIRECTION_GLYPH[change.direction]} ${change.text}`))
}
${heading('Firing')}${
  brief.firing.length === 0
    ? html`<p style="margin:0">${noneFiring(brief)}</p>`
    : list(
        brief.firing.map(
          (alert) =>
            html`<strong>${alert.title}</strong> (${alert.severity})${alert.since === null ? null : html`, ${alert.since}`}, ${alert.owner}<br><span class="soft">${alert.action}</span>`,
        ),
      )
}
${brief.decided.length === 0 ? null : html`${heading('Decided')}${list(brief.decided.map((line) => html`${line}`))}`}
${brief.retraining === null ? null : html`<p style="margin:12px 0 0"><strong>${brief.retraining}</strong></p>`}
${runBars(runs)}
${heading('Figures')}${figures(brief)}
<p class="soft" style="margin:24px 0 0;font-size:14px">Window ${brief.window}.</p>
</div></body></html>`;
  return `<!doctype html>\n${page.html}\n`;
}

const heading = (text: string): Markup =>
  html`<h2 class="line" style="margin:24px 0 8px;padding-top:12px;font-size:17px;border-top:1px solid #d1d9e0">${text}</h2>`;

const list = (items: readonly Markup[]): Markup =>
  html`<ul style="margin:0;padding:0;list-style:none">${items.map((item) => html`<li style="margin:0 0 6px">${item}</li>`)}</ul>`;

/** A button as a coloured table cell, because Outlook ignores the padding of links. */
const button = (address: string): Markup =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:16px 0 0"><tr><td class="button" style="background:#0b62c4;border-radius:6px;padding:10px 18px"><a href="${address}" style="color:#ffffff;text-decoration:none;font-weight:600">Open the report</a></td></tr></table>
<p class="soft" style="margin:8px 0 0;font-size:14px;word-break:break-all">${address}</p>`;

function figures({ figures: all }: Brief): Markup {
  const style = 'padding:4px 0;text-align:right;white-space:nowrap;vertical-align:top';
  const compared = all.some((figure) => figure.before !== null);
  const rows = all.map(
    ({ label, now, before, lastDay }) =>
      html`<tr><td style="padding:4px 8px 4px 0;vertical-align:top">${label}${lastDay === null ? null : html`<br><span class="soft">${lastDay}</span>`}</td><td style="${style}">${now}</td>${
        compared ? html`<td class="soft" style="${style};padding-left:12px">${before}</td>` : null
      }</tr>`,
  );
  const head = html`<tr class="soft"><th align="left" style="font-weight:400">&nbsp;</th><th style="${style};font-weight:400">now</th>${
    compared ? html`<th style="${style};padding-left:12px;font-weight:400">before</th>` : null
  }</tr>`;
  return html`<table cellpadding="0" cellspacing="0" width="100%" style="font-size:15px">${head}${rows}</table>`;
}
