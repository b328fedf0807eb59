import type { Annotation } from '../../report/schema/decisions.ts';
import type { ChartSpec } from './spec.ts';

/** A chart with the team's time spans on its time axis, each named at its beginning; others are left as they are. */
export function annotated(spec: ChartSpec, annotations: readonly Annotation[]): ChartSpec {
  const [first] = spec.x.values;
  const last = spec.x.values.at(-1);
  if (spec.x.scale !== 'time' || first === undefined || last === undefined) return spec;
  const end = last + (spec.x.step ?? 0);
  const spans = annotations
    .map(({ label, from, to }) => ({ label, from: Date.parse(from), to: Date.parse(to) }))
    .filter(({ from, to }) => to > first && from < end)
    .map((span) => ({ ...span, from: Math.max(span.from, first), to: Math.min(span.to, end), noted: true }));
  return {
    ...spec,
    spans: [...spec.spans, ...spans],
    marks: [...spec.marks, ...spans.map(({ from, label }) => ({ at: from, label }))],
  };
}
