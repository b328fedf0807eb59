import { labelOf } from '../../figures/registry.ts';
import type { Status } from '../../report/schema/common.ts';
import type { RunSummary } from '../../report/summary.ts';
import { formatPercent, formatShortDay } from '../../wording/format.ts';
import { STATUS_LOOK } from '../../wording/status.ts';
import { html, type Markup } from '../html.ts';

const driftShare = (run: RunSummary): number | null => run.figures['drift-share'] ?? null;

const RUNS = 14;
const HEIGHT_PX = 40;

/** Colours with enough contrast on white and on black. */
const BAR_COLOR: Readonly<Record<Status, string>> = {
  green: '#2da44e',
  yellow: '#bf8700',
  red: '#cf222e',
  unknown: '#8c959f',
};

/**
 * Bar chart of the newest reports' drift shares, coloured by verdict. Made of table cells, because most mail clients block
 * images.
 *
 * @param reports newest first.
 */
export function runBars(runs: readonly RunSummary[]): Markup | null {
  const shown = runs.slice(0, RUNS).toReversed();
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || shown.length < 2) return null;
  const label = labelOf('drift-share');
  const bars = shown.map((run) => {
    const height = Math.max(3, Math.round((driftShare(run) ?? 0) * HEIGHT_PX));
    const words = `${formatShortDay(run.generatedAt)}: ${STATUS_LOOK[run.status].word}, ${formatPercent(driftShare(run))} of features drifted`;
    return html`<td valign="bottom" title="${words}" style="padding:0 1px;border:0;height:${HEIGHT_PX}px;vertical-align:bottom"><div style="height:${height}px;background:${BAR_COLOR[run.status]};font-size:1px;line-height:1px">&nbsp;</div></td>`;
  });
  return html`<p class="soft" style="margin:24px 0 4px">${label}, the last ${shown.length} reports (${formatShortDay(first.generatedAt)} to ${formatShortDay(
    last.generatedAt,
  )}), coloured by verdict; full height is 100 %</p>
<table role="img" aria-label="${label} over the last ${shown.length} reports, ${formatPercent(driftShare(last))} in the newest" cellpadding="0" cellspacing="0" width="100%" style="table-layout:fixed;border-bottom:1px solid #8c959f"><tr>${bars}</tr></table>`;
}
