import type { Report } from '../report/schema/report.ts';

export type Coverage = NonNullable<Report['verdict']['coverage']>;
type Area = Coverage['missing'][number]['area'];

type CoverageInputs = Pick<
  Report,
  'health' | 'scores' | 'drift' | 'latency' | 'predictionDrift' | 'model' | 'performance'
>;

const WORDS: Readonly<Record<Area, string>> = {
  traffic: 'traffic',
  scores: 'scores',
  drift: 'drift',
  performance: 'performance',
  'success-rate': 'success rate',
  api: 'API status',
  latency: 'latency',
  'prediction-drift': 'prediction drift',
  'model-age': 'model age',
};

/**
 * Areas that the verdict judged and those that it could not, the essential ones first.
 *
 * Traffic, scores and drift are always essential; performance is where outcomes are given, unless there are too few
 * so far. A verdict cannot be green while an essential area was not judged.
 */
export function coverageOf(report: CoverageInputs): Coverage {
  const { health, scores, drift, latency, predictionDrift, model, performance } = report;
  const unless = (judged: boolean, reason: string | null): string | null =>
    judged ? null : (reason ?? 'There is nothing to judge it by.');
  const known = (part: { readonly status: string; readonly reason: string | null }): string | null =>
    unless(part.status !== 'unknown', part.reason);
  const compared = predictionDrift.status === 'drifted' || predictionDrift.status === 'stable';
  const areas: readonly [Area, string, boolean, string | null][] = [
    ['traffic', 'health', true, known(health.traffic)],
    ['scores', 'scores', true, unless(scores.count > 0, scores.reason)],
    ['drift', 'drift', true, known(drift)],
    ['performance', 'outcomes', ...performanceCoverage(performance)],
    ['success-rate', 'health', false, known(health.successRate)],
    ['api', 'health', false, known(health.api)],
    ['latency', 'latency', false, known(latency.p95)],
    ['prediction-drift', 'prediction-drift', false, unless(compared, predictionDrift.reason)],
    ['model-age', 'model', false, unless(model.trainedAt !== null, 'When the model was made is not known.')],
  ];
  const missing = areas.flatMap(([area, section, essential, reason]) =>
    reason === null ? [] : [{ area, section, essential, reason }],
  );
  return { judged: areas.length - missing.length, total: areas.length, missing };
}

/**
 * Whether performance is essential, and why it was not judged. Too few outcomes so far do not prevent a green
 * verdict; its headline then mentions them.
 */
function performanceCoverage(section: Report['performance']): [boolean, string | null] {
  if (section === undefined) return [false, 'No outcome is known.'];
  const { judgement, reason } = section;
  if (judgement === 'judged') return [true, null];
  return [judgement === 'unclear' || judgement === 'unusable', reason ?? 'No outcome is known.'];
}

/** Names of the areas for sentences: "traffic, scores". */
export const areaWords = (missing: Coverage['missing']): string =>
  missing.map(({ area }) => WORDS[area]).join(', ');

/** "Judged 7 of 9. Not judged: drift, performance."; null for reports archived before coverage was recorded. */
export function coverageLine({ coverage }: Report['verdict']): string | null {
  if (coverage === undefined) return null;
  const { judged, total, missing } = coverage;
  const not = missing.length === 0 ? '' : ` Not judged: ${areaWords(missing)}.`;
  return `Judged ${judged} of ${total}.${not}`;
}
