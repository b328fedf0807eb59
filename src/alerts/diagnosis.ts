import type { Report } from '../report/schema/report.ts';
import { formatInterval } from '../wording/format.ts';
import { plural, pValue, significant } from '../wording/sentence-numbers.ts';

type Diagnosis = Report['diagnosis'];
type Performance = Report['performance'];
type Residual = NonNullable<NonNullable<Performance>['residual']>;
type Answer = Diagnosis['dataDrift'];

export interface DiagnosisLimits {
  /** A difference of ROC AUC or accuracy that counts for nothing. */
  readonly tolerance: number;
  /** A difference of this size must be found four times in five, else outcomes are too few to say anything. */
  readonly criticalDrop: number;
}

/** Two-sided level of a thousandth. */
export const SURE_Z = 3.29;
/** Standard errors above the level that are passed four times in five. */
const POWER_Z = 0.84;
/** The largest error with which a difference of the critical size is found four times in five. */
export const largestError = ({ criticalDrop }: Pick<DiagnosisLimits, 'criticalDrop'>): number =>
  criticalDrop / (SURE_Z + POWER_Z);

/**
 * Diagnosis section: tells covariate shift from concept drift. (Guide 3)
 *
 * Covariate shift: inputs moved (a feature with an adjusted p below alpha and an effect that is not negligible, or over the
 * threshold of a test without p), and outcomes are what the scores of the same leads foretell. Concept drift: they are not.
 * Scores that moved prove neither, so without outcomes, or with too few, the diagnosis is unknown.
 */
export function diagnosisSection(
  drift: Report['drift'],
  predictionDrift: Report['predictionDrift'],
  performance: Performance,
  limits: DiagnosisLimits,
): Diagnosis {
  const data = dataDrift(drift);
  const prediction = predictionAnswer(predictionDrift);
  const accuracy = accuracyAnswer(performance);
  const concept = conceptAnswer(performance, limits);
  const residual = performance?.residual ?? null;
  const kind = diagnose(data.answer, concept.answer);
  return {
    kind,
    dataDrift: data.answer,
    predictionDrift: prediction.answer,
    accuracy: accuracy.answer,
    residual:
      residual === null
        ? null
        : {
            rocAuc: residual.rocAuc === null ? null : tested(residual.rocAuc),
            accuracy: tested(residual.accuracy),
            rate: tested(residual.rate),
          },
    reasoning: [data.text, prediction.text, accuracy.text, concept.text],
    wouldDecide: kind === 'unknown' ? wouldDecide(data.answer, concept.answer, performance) : [],
  };
}

const tested = ({ z, p }: { z: number; p: number }): { z: number; p: number } => ({ z, p });

/** `concept`: whether outcomes differ from what the scores of the same leads foretell. */
export function diagnose(data: Answer, concept: Answer): Diagnosis['kind'] {
  if (data === 'unknown' || concept === 'unknown') return 'unknown';
  if (concept === 'yes') return data === 'yes' ? 'both' : 'concept';
  return data === 'yes' ? 'covariate' : 'none';
}

interface Finding<T> {
  readonly answer: T;
  readonly text: string;
}

function dataDrift(drift: Report['drift']): Finding<Answer> {
  const { alpha } = drift;
  if (drift.share === null) {
    const what = drift.tested === 0 ? 'no feature' : 'too few features';
    return { answer: 'unknown', text: `Inputs: ${what} could be tested. ${drift.reason ?? ''}`.trim() };
  }
  const moved = drift.features.filter(
    (feature) =>
      feature.inShare &&
      feature.effect?.word !== 'negligible' &&
      (feature.pAdjusted === null ? feature.status === 'drifted' : feature.pAdjusted < alpha),
  );
  const names = moved.slice(0, 5).map((feature) => feature.name);
  const more = moved.length > names.length ? ` and ${moved.length - names.length} more` : '';
  const rule = `adjusted p < ${alpha}, effect not negligible`;
  return moved.length > 0
    ? { answer: 'yes', text: `Inputs: moved in ${names.join(', ')}${more} (${rule}).` }
    : { answer: 'no', text: `Inputs: none of ${drift.tested} features moved (${rule}).` };
}

function predictionAnswer({ status, p, alpha, reason }: Report['predictionDrift']): Finding<Answer> {
  if (p === null || status === 'not-enough-data' || status === 'not-applicable') {
    return { answer: 'unknown', text: `Scores: not known to have moved or not. ${reason ?? ''}`.trim() };
  }
  const figure = `KS p ${pValue(p)}, against ${alpha}`;
  return status === 'drifted'
    ? { answer: 'yes', text: `Scores: moved (${figure}), which alone proves neither kind of drift.` }
    : { answer: 'no', text: `Scores: did not move (${figure}).` };
}

function accuracyAnswer(performance: Performance): Finding<Diagnosis['accuracy']> {
  const now = performance?.realised?.accuracy;
  const then = performance?.baseline?.accuracy;
  if (!now || !then) {
    const why = now
      ? 'there is no baseline to compare with'
      : 'no mature outcomes could be joined with predictions';
    return { answer: 'unknown', text: `Accuracy: unknown; ${why}.` };
  }
  const figures = `${estimate(now)}, baseline ${estimate(then)}`;
  // The interval of the accuracy lies below that of the baseline.
  return now.interval[1] < then.interval[0]
    ? { answer: 'degraded', text: `Accuracy: fell (${figures}).` }
    : { answer: 'held', text: `Accuracy: no fall (${figures}).` };
}

const estimate = ({ value, interval }: { value: number; interval: [number, number] | null }): string =>
  `${significant(value)} (${formatInterval(interval, significant)})`;

function conceptAnswer(performance: Performance, limits: DiagnosisLimits): Finding<Answer> {
  const residual = performance?.residual ?? null;
  if (residual === null) {
    return { answer: 'unknown', text: 'Outcomes against scores: unknown; none can be compared.' };
  }
  const { rocAuc, accuracy } = residual;
  const off = [rocAuc, accuracy].some(
    (found) => found !== null && Math.abs(found.z) > SURE_Z && Math.abs(found.difference) >= limits.tolerance,
  );
  const figures = residualInWords(residual, performance?.population ?? 'all');
  if (off) return { answer: 'yes', text: `Outcomes are not what the scores foretell: ${figures}.` };
  const error = Math.min(accuracy.error, rocAuc?.error ?? Infinity);
  return error > largestError(limits)
    ? {
        answer: 'unknown',
        text: `Outcomes against scores: too few to tell, a difference of ${limits.criticalDrop} would be missed (${figures}).`,
      }
    : { answer: 'no', text: `Outcomes are what the scores foretell: ${figures}.` };
}

/** "ROC AUC −0.0012 (z −0.4), accuracy +0.003 (z 0.8), rate −0.02 (z −6) on 4,620 outcomes among contacted leads". */
function residualInWords({ rocAuc, accuracy, rate, n }: Residual, population: 'all' | 'contacted'): string {
  const difference = (name: string, { difference: by, z }: Residual['rate']): string =>
    `${name} ${by < 0 ? '−' : '+'}${significant(Math.abs(by))} (z ${significant(z)})`;
  const parts = [
    ...(rocAuc === null ? [] : [difference('ROC AUC', rocAuc)]),
    difference('accuracy', accuracy),
    difference('rate', rate),
  ];
  return `${parts.join(', ')} on ${plural(n, 'outcome')}${population === 'contacted' ? ' among contacted leads' : ''}`;
}

function wouldDecide(data: Answer, concept: Answer, performance: Performance): string[] {
  const missing: string[] = [];
  if (data === 'unknown') {
    missing.push('Reference data with the same features as the log: set REFERENCE_DATA_PATH.');
  }
  if (concept === 'unknown') {
    missing.push(
      (performance?.residual ?? null) === null
        ? 'Outcomes that can be joined with predictions: set OUTCOMES_PATH, with a join key, and wait until they are mature.'
        : 'More mature outcomes.',
    );
  }
  return missing;
}
