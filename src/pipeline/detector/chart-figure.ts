import { html, htmlTable, type Markup } from '../../outputs/html.ts';
import { dataTable } from '../../site/charts/data-table.ts';
import type { ChartSpec } from '../../site/charts/spec.ts';
import { drawChart, PLOT_HEIGHT, PLOT_WIDTH } from '../../site/charts/static-chart.ts';

/** Margins for axis labels, in the drawing's units. */
const LEFT = 110;
const BOTTOM = 40;
const TOP = 16;
/** A longer table is left out: the file is sent by mail. */
const MAX_ROWS = 60;

/** A chart of the site as a static figure: SVG, legend, caption and a table of its numbers. */
export function chartFigure(spec: ChartSpec | null): Markup | null {
  if (spec === null) return null;
  const drawing = drawChart(spec);
  const x = (percent: number): number => (percent / 100) * PLOT_WIDTH;
  const y = (percent: number): number => (percent / 100) * PLOT_HEIGHT;
  const viewBox = `${-LEFT} ${-TOP} ${PLOT_WIDTH + LEFT + 30} ${PLOT_HEIGHT + TOP + BOTTOM}`;
  return html`<figure><svg viewBox="${viewBox}" role="img" aria-label="${spec.title}. ${spec.caption}">
${drawing.yTicks.map((t) => html`<line class="grid" x1="0" x2="${PLOT_WIDTH}" y1="${y(t.at)}" y2="${y(t.at)}"/><text class="tick" x="-10" y="${y(t.at) + 7}" text-anchor="end">${t.label}</text>`)}
${drawing.xTicks.map((t) => html`<text class="tick" x="${x(t.at)}" y="${PLOT_HEIGHT + 30}" text-anchor="middle">${t.label}</text>`)}
${drawing.bands.map((b) => html`<rect class="band" x="0" y="${b.y}" width="${PLOT_WIDTH}" height="${Math.max(0, b.height)}"/>`)}
${drawing.spans.map((s) => html`<rect class="span" x="${s.x}" y="0" width="${s.width}" height="${PLOT_HEIGHT}"/>`)}
${drawing.areas.map((a) => html`<path class="area ${drawing.strokes.length === 0 ? 'solid ' : ''}p-${a.tone}" d="${a.path}"/>`)}
${drawing.strokes.map((s) => html`<path class="stroke ${s.kind} p-${s.tone}" d="${s.path}"/>`)}
${drawing.lines.map((l) => html`<line class="stroke thin p-${l.tone}" x1="0" x2="${PLOT_WIDTH}" y1="${l.y}" y2="${l.y}"/><text class="tick" x="${PLOT_WIDTH}" y="${l.y - 6}" text-anchor="end">${l.label}</text>`)}
${drawing.marks.map((m) => html`<line class="mark" x1="${m.x}" x2="${m.x}" y1="0" y2="${PLOT_HEIGHT}"/><text class="tick" x="${m.x}" y="20" text-anchor="${m.x > 600 ? 'end' : 'start'}">${m.label}</text>`)}
${drawing.segments.map((s) => html`<line class="mark" x1="${s.x}" x2="${s.x}" y1="${s.y1}" y2="${s.y2}"/>`)}
</svg>${legend(spec)}<figcaption><strong>${spec.title}.</strong> ${spec.caption}</figcaption>${numbers(spec)}</figure>`;
}

const legend = (spec: ChartSpec): Markup =>
  html`<div class="key">${spec.series.map((s) => html`<span><i class="b-${s.tone}"></i>${s.label}</span>`)}</div>`;

function numbers(spec: ChartSpec): Markup | null {
  const { head, rows } = dataTable(spec);
  if (rows.length > MAX_ROWS) return null;
  const cells = rows.map((row) => [...row.x, ...row.cells]);
  const numeric = new Set(head.map((_, i) => i));
  return html`<details><summary>The numbers</summary>${htmlTable(head, cells, numeric)}</details>`;
}
