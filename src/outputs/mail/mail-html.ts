import type { RunSummary } from '../../report/summary.ts';
import { DIRECTION_GLYPH, STATUS_GLYPH } from '../../wording/status.ts';
import { type Brief, changeWords, movedFigures, noneFiring, stillWords } from '../brief.ts';
import { html, type Markup } from '../html.ts';
import { button, heading, headline, list, mailPage, overline } from './page.ts';
import { runBars } from './report-bars.ts';

interface MailHtml {
  readonly brief: Brief;
  readonly permalink: string | null;
  readonly title: string;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
}

/** The mail about a report as HTML. */
export function mailHtml({ brief, permalink, title, runs }: MailHtml): string {
  const content = html`${brief.simulated ? html`<p style="border:2px solid #bf8700;padding:8px"><strong>Simulated data: nothing here was measured.</strong></p>` : null}
${overline(`${title}, report ${brief.id}`)}${headline(brief.status, brief.word, brief.headline)}${brief.coverage === null ? null : html`<p class="soft" style="margin:0 0 12px;font-size:14px">${brief.coverage}</p>`}
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
`;
  return mailPage({ title: `${brief.word}: ${title}`, preview: brief.headline, content: [content] });
}

function figures(brief: Brief): Markup {
  const { moved: all, still } = movedFigures(brief);
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
  const others = stillWords(still);
  return html`${all.length === 0 ? null : html`<table cellpadding="0" cellspacing="0" width="100%" style="font-size:15px">${head}${rows}</table>`}${others === null ? null : html`<p class="soft" style="margin:4px 0 0;font-size:14px">${others}</p>`}`;
}
