import type { Status } from '../../report/schema/common.ts';
import type { NightSummary } from '../../report/summary.ts';
import { formatPercent, formatShortDay } from '../../wording/format.ts';
import { STATUS_LOOK } from '../../wording/status.ts';
import { html, type Markup } from '../html.ts';

const NIGHTS = 14;
const HEIGHT_PX = 40;

/** Backgrounds that stand out on white and on black alike. */
const BAR_COLOR: Readonly<Record<Status, string>> = {
  green: '#2da44e',
  yellow: '#bf8700',
  red: '#cf222e',
  unknown: '#8c959f',
};

/**
 * The drift share of the newest nights as a chart of table cells, coloured by verdict: it shows where images are blocked,
 * as they are in most mail clients.
 *
 * @param nights newest first.
 */
export function nightBars(nights: readonly NightSummary[]): Markup | null {
  const shown = nights.slice(0, NIGHTS).toReversed();
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || shown.length < 2) return null;
  const bars = shown.map((night) => {
    const height = Math.max(3, Math.round((night.driftShare ?? 0) * HEIGHT_PX));
    const words = `${formatShortDay(night.generatedAt)}: ${STATUS_LOOK[night.status].word}, ${formatPercent(night.driftShare, 0)} of features drifted`;
    return html`<td valign="bottom" title="${words}" style="padding:0 1px;border:0;height:${HEIGHT_PX}px;vertical-align:bottom"><div style="height:${height}px;background:${BAR_COLOR[night.status]};font-size:1px;line-height:1px">&nbsp;</div></td>`;
  });
  return html`<p class="soft" style="margin:24px 0 4px">Features drifted, the last ${shown.length} nights (${formatShortDay(first.generatedAt)} to ${formatShortDay(
    last.generatedAt,
  )}), coloured by verdict; full height is 100 %</p>
<table role="img" aria-label="Features drifted over the last ${shown.length} nights, ${formatPercent(last.driftShare, 0)} in the newest" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;border-bottom:1px solid #8c959f"><tr>${bars}</tr></table>`;
}
