import { html, htmlTable, type Markup } from '../../outputs/html.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import { ecdfChart, featureHistogramChart, featureOverTimeChart } from '../../site/charts/feature-charts.ts';
import { byImportance } from '../../site/views/drift-table.ts';
import { bothCounts } from '../../wording/drift-counts.ts';
import { formatCount, formatNumber, formatP, formatPercent } from '../../wording/format.ts';
import { DRIFT_LOOK, type StatusLook, statusLine } from '../../wording/status.ts';
import { chartFigure } from './chart-figure.ts';

/** A status as icon and word; colour is never the only sign. */
export const statusMark = (look: StatusLook): Markup =>
  html`<span class="status ${look.tone}">${statusLine(look)}</span>`;

/** The drift table, the diagnosis, and a section for each feature with the same anchors as on the site. */
export function driftSection({ drift, diagnosis }: Pick<Report, 'drift' | 'diagnosis'>): Markup {
  const features = byImportance(drift.features);
  const rows = features.map((feature) => [
    html`<a href="#feature-${feature.slug}">${feature.name}</a>`,
    statusMark(DRIFT_LOOK[feature.status]),
    feature.testLabel,
    formatP(feature.p),
    formatP(feature.pAdjusted),
    feature.effect === null ? '' : `${formatNumber(feature.effect.value)} (${feature.effect.word})`,
    formatCount(feature.nProduction),
  ]);
  const head = ['Feature', 'Status', 'Test', 'p', 'Adjusted p', 'Effect', 'Rows'];
  const share =
    drift.share === null
      ? (drift.reason ?? 'No feature could be tested.')
      : `${bothCounts(drift, `(${formatPercent(drift.share)}; critical from ${formatPercent(drift.redShare)})`)}.`;
  return html`<h2 id="drift">Drift of the inputs</h2><p>${share} ${drift.action}</p>${htmlTable(
    head,
    rows,
    new Set([3, 4, 6]),
  )}<h3 id="diagnosis">Diagnosis: ${diagnosis.kind}</h3><ul>${[
    ...diagnosis.reasoning,
    ...diagnosis.wouldDecide.map((what) => `It would take ${what} to decide it.`),
  ].map((line) => html`<li>${line}</li>`)}</ul>${features.map(featurePart)}`;
}

function featurePart(feature: Feature): Markup {
  const facts = [
    `${formatCount(feature.nReference)} reference and ${formatCount(feature.nProduction)} production rows.`,
    `Missing: ${formatPercent(feature.missing.referenceShare)} before, ${formatPercent(feature.missing.productionShare)} now.`,
    feature.reason ?? '',
    ...feature.notes,
  ].filter((fact) => fact !== '');
  return html`<h3 id="feature-${feature.slug}">${feature.name} ${statusMark(DRIFT_LOOK[feature.status])}</h3><p class="soft">${facts.join(
    ' ',
  )}</p>${chartFigure(featureHistogramChart(feature))}${categories(feature)}${chartFigure(ecdfChart(feature))}${chartFigure(
    featureOverTimeChart(feature),
  )}<p><strong>Likely cause:</strong> ${feature.playbook.cause}. <strong>Action:</strong> ${feature.playbook.action}.</p>`;
}

function categories({ distribution, nReference, nProduction }: Feature): Markup | null {
  if (distribution.kind !== 'categories') return null;
  const share = (count: number, of: number): string => formatPercent(of === 0 ? null : count / of);
  const rows = distribution.categories.map((category) => [
    category.name,
    share(category.reference, nReference),
    share(category.production, nProduction),
  ]);
  const { pooled } = distribution;
  const rest =
    pooled.categories === 0
      ? []
      : [
          [
            `${formatCount(pooled.categories)} rare categories together`,
            share(pooled.reference, nReference),
            share(pooled.production, nProduction),
          ],
        ];
  return htmlTable(['Category', 'Reference', 'Production'], [...rows, ...rest], new Set([1, 2]));
}
