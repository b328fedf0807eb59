import type { Report } from '../report/schema/report.ts';

export type Coverage = NonNullable<Report['verdict']['coverage']>;
type Area = Coverage['missing'][number]['area'];

type CoverageInputs = Pick<
  Report,
  'health' | 'scores' | 'drift' | 'latency' | 'predictionDrift' | 'model' | 'performance'
>;

/** Areas without which no verdict is green, unless the policy lists others. */
export const ESSENTIAL_AREAS = [
  'traffic',
  'scores',
  'drift',
  'performance',
] as const satisfies readonly Area[];

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
 * A verdict cannot be green while an essential area was not judged. Performance is essential only where outcomes are
 * given, unless there are too few so far.
 *
 * @param essential the policy's `verdict.essential`.
 */
export function coverageOf(report: CoverageInputs, essential: readonly Area[] = ESSENTIAL_AREAS): Coverage {
  const { health, scores, drift, latency, predictionDrift, model, performance } = report;
  const unless = (judged: boolean, reason: string | null): string | null =>
    judged ? null : (reason ?? 'There is nothing to judge it by.');
  const known = (part: { readonly status: string; readonly reason: string | null }): string | null =>
    unless(part.status !== 'unknown', part.reason);
  const compared = predictionDrift.status === 'drifted' || predictionDrift.status === 'stable';
  const areas: readonly [Area, string, string | null][] = [
    ['traffic', 'health', known(health.traffic)],
    ['scores', 'scores', unless(scores.count > 0, scores.reason)],
    ['drift', 'drift', known(drift)],
    [
      'performance',
      'outcomes',
      unless(performance?.judgement === 'judged', performance?.reason ?? 'No outcome is known.'),
    ],
    ['success-rate', 'health', known(health.successRate)],
    ['api', 'health', known(health.api)],
    ['latency', 'latency', known(latency.p95)],
    ['prediction-drift', 'prediction-drift', unless(compared, predictionDrift.reason)],
    ['model-age', 'model', unless(model.trainedAt !== null, 'When the model was made is not known.')],
  ];
  const needed = new Set<Area>(essential);
  if (!isPerformanceDue(performance)) needed.delete('performance');
  const missing = areas
    .flatMap(([area, section, reason]) =>
      reason === null ? [] : [{ area, section, essential: needed.has(area), reason }],
    )
    .sort((a, b) => Number(b.essential) - Number(a.essential));
  return { judged: areas.length - missing.length, total: areas.length, missing };
}

/** Too few outcomes so far do not prevent a green verdict; its headline then mentions them. */
const isPerformanceDue = (section: Report['performance']): boolean =>
  section?.judgement === 'unclear' || section?.judgement === 'unusable';

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
