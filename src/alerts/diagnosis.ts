import type { Report } from '../report/schema/report.ts';
import { formatInterval } from '../wording/format.ts';
import { pValue, significant } from '../wording/sentence-numbers.ts';

type Diagnosis = Report['diagnosis'];
type Performance = Report['performance'];
type Answer = Diagnosis['dataDrift'];

/**
 * Diagnosis section: tells covariate shift from concept drift. (Guide 3)
 *
 * Data drift is one feature with an adjusted p below alpha (or over its distance threshold, for tests without p);
 * prediction drift is p < alpha; accuracy is degraded when its interval lies below the baseline's.
 */
export function diagnosisSection(
  drift: Report['drift'],
  predictionDrift: Report['predictionDrift'],
  performance: Performance,
): Diagnosis {
  const data = dataDrift(drift);
  const prediction = predictionAnswer(predictionDrift);
  const accuracy = accuracyAnswer(performance);
  const kind = diagnose(data.answer, prediction.answer, accuracy.answer);
  return {
    kind,
    dataDrift: data.answer,
    predictionDrift: prediction.answer,
    accuracy: accuracy.answer,
    reasoning: [data.text, prediction.text, accuracy.text],
    wouldDecide: kind === 'unknown' ? wouldDecide(data.answer, prediction.answer, accuracy.answer) : [],
  };
}

/**
 * Decision table of the diagnoses. Known accuracy takes precedence over prediction drift: scores that moved with the
 * inputs while accuracy held are covariate shift.
 */
export function diagnose(
  data: Answer,
  prediction: Answer,
  accuracy: Diagnosis['accuracy'],
): Diagnosis['kind'] {
  if (accuracy === 'degraded') {
    if (data === 'unknown') return 'unknown';
    return data === 'yes' ? 'both' : 'concept';
  }
  if (data === 'unknown') return 'unknown';
  if (data === 'yes' && accuracy === 'held') return 'covariate';
  if (prediction === 'unknown') return 'unknown';
  if (data === 'yes') return prediction === 'yes' ? 'both' : 'covariate';
  return prediction === 'yes' ? 'concept' : 'none';
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
      (feature.pAdjusted === null ? feature.status === 'drifted' : feature.pAdjusted < alpha),
  );
  const names = moved.slice(0, 5).map((feature) => feature.name);
  const more = moved.length > names.length ? ` and ${moved.length - names.length} more` : '';
  const rule = `adjusted p < ${alpha}`;
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
    ? { answer: 'yes', text: `Scores: moved (${figure}).` }
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

function wouldDecide(data: Answer, prediction: Answer, accuracy: Diagnosis['accuracy']): string[] {
  const missing: string[] = [];
  if (data === 'unknown') {
    missing.push('Reference data with the same features as the log: set REFERENCE_DATA_PATH.');
  }
  if (prediction === 'unknown') {
    missing.push('Reference scores: a `score` column in the reference, the model for it, or a longer log.');
  }
  if (accuracy === 'unknown') {
    missing.push(
      'Outcomes that can be joined with predictions: set OUTCOMES_PATH, with a join key, and give the reference scores and outcomes.',
    );
  }
  return missing;
}
