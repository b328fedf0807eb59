import { diagnose } from '../../alerts/diagnosis.ts';
import { html, type Markup } from '../../outputs/html.ts';
import type { Report } from '../../report/schema/report.ts';
import { bothCounts } from '../../wording/drift-counts.ts';
import { formatCount, formatNumber, formatP } from '../../wording/format.ts';
import { DRIFT_LOOK, STATUS_LOOK } from '../../wording/status.ts';
import { driftSection, statusMark } from './drift-features.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Both answers of a comparison. */
export interface DriftComparison {
  readonly drift: Report['drift'];
  readonly predictionDrift: Report['predictionDrift'];
}

/** A comparison of two tables as one HTML file: no script, no request, everything from outside escaped. */
export function driftPage(
  comparison: DriftComparison,
  referenceRows: number,
  productionRows: number,
): string {
  const { drift, predictionDrift } = comparison;
  const style: Markup = { html: `<style>${PAGE_STYLE}</style>` };
  const sizes = `${formatCount(productionRows)} production rows against ${formatCount(referenceRows)} reference rows.`;
  const page = html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>Drift: ${STATUS_LOOK[drift.status].word}</title>${style}</head><body><main>
<h1>${statusMark(STATUS_LOOK[drift.status])}: ${headline(comparison)}</h1>
<p>${sizes}</p>
<h2 id="prediction-drift">Drift of the scores</h2>
<p>${statusMark(DRIFT_LOOK[predictionDrift.status])} ${scoresText(predictionDrift)}</p>
${driftSection({ drift, diagnosis: diagnosisOf(comparison) })}
</main></body></html>`;
  return `<!doctype html>\n${page.html}\n`;
}

function headline({ drift }: DriftComparison): string {
  if (drift.share === null) return drift.reason ?? 'no feature could be compared';
  return bothCounts(drift);
}

function scoresText({
  reason,
  statistic,
  p,
  nReference,
  nProduction,
}: DriftComparison['predictionDrift']): string {
  if (statistic === null) return reason ?? 'There are no scores to compare.';
  return `KS D ${formatNumber(statistic)}, p ${formatP(p)}, ${formatCount(nProduction)} scores against ${formatCount(nReference)}.`;
}

/** Moved inputs and scores tell no kind of drift from another without outcomes. */
function diagnosisOf({ drift, predictionDrift }: DriftComparison): Report['diagnosis'] {
  const dataDrift = drift.share === null ? 'unknown' : drift.driftedAdjusted > 0 ? 'yes' : 'no';
  const scores = (
    { drifted: 'yes', stable: 'no', 'not-enough-data': 'unknown', 'not-applicable': 'unknown' } as const
  )[predictionDrift.status];
  return {
    kind: diagnose(dataDrift, 'unknown'),
    dataDrift,
    predictionDrift: scores,
    accuracy: 'unknown',
    residual: null,
    reasoning: [`Data drift: ${dataDrift}. Prediction drift: ${scores}. Accuracy: unknown without outcomes.`],
    wouldDecide: [],
  };
}
