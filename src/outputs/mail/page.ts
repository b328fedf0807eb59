import type { Status } from '../../report/schema/common.ts';
import { STATUS_GLYPH } from '../../wording/status.ts';
import { BADGE_COLORS } from '../badge-svg.ts';
import { html, type Markup } from '../html.ts';

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

interface Page {
  /** Of the document, which some clients show. */
  readonly title: string;
  /** What the list of mails shows beside the subject. */
  readonly preview: string;
  readonly content: readonly Markup[];
}

/** A mail as HTML: one column, no images, scripts or requests. */
export function mailPage({ title, preview, content }: Page): string {
  const page = html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${title}</title>${STYLE}</head><body>
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<div class="page" style="max-width:600px;margin:0 auto;padding:24px;${FONT}">
${content}</div></body></html>`;
  return `<!doctype html>\n${page.html}\n`;
}

/** A line above the headline. */
export const overline = (text: string): Markup => html`<p class="soft" style="margin:0 0 4px">${text}</p>
`;

/** The headline with the status before it. */
export const headline = (status: Status, word: string, text: string): Markup =>
  html`<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3"><span style="background:${CHIP_COLOR[status]};color:#ffffff;padding:2px 8px;border-radius:4px;white-space:nowrap">${STATUS_GLYPH[status]} ${word}</span> ${text}</h1>
`;

export const heading = (text: string): Markup =>
  html`<h2 class="line" style="margin:24px 0 8px;padding-top:12px;font-size:17px;border-top:1px solid #d1d9e0">${text}</h2>`;

export const list = (items: readonly Markup[]): Markup =>
  html`<ul style="margin:0;padding:0;list-style:none">${items.map((item) => html`<li style="margin:0 0 6px">${item}</li>`)}</ul>`;

/** A button as a coloured table cell, because Outlook ignores the padding of links. */
export const button = (address: string): Markup =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:16px 0 0"><tr><td class="button" style="background:#0b62c4;border-radius:6px;padding:10px 18px"><a href="${address}" style="color:#ffffff;text-decoration:none;font-weight:600">Open the report</a></td></tr></table>
<p class="soft" style="margin:8px 0 0;font-size:14px;word-break:break-all">${address}</p>`;
