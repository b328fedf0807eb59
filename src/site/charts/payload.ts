import type { ChartSpec } from './spec.ts';
import { chartFrame, type Frame } from './ticks.ts';

/** What a canvas needs besides the table under it. */
export interface ChartPayload {
  readonly frame: Frame;
  readonly x: {
    readonly label: string;
    readonly scale: string;
    readonly format: string;
    readonly binned: boolean;
    readonly step: number;
  };
  readonly y: { readonly label: string; readonly scale: string; readonly format: string };
  readonly series: readonly { readonly label: string; readonly tone: string; readonly shape: string }[];
  readonly bands: ChartSpec['bands'];
  readonly lines: ChartSpec['lines'];
  readonly spans: ChartSpec['spans'];
  readonly marks: ChartSpec['marks'];
  readonly segments: ChartSpec['segments'];
}

export function chartPayload(spec: ChartSpec): ChartPayload {
  const { x, y } = spec;
  return {
    frame: chartFrame(spec),
    x: { label: x.label, scale: x.scale, format: x.format, binned: x.binned, step: x.step ?? 0 },
    y: { label: y.label, scale: y.scale, format: y.format },
    series: spec.series.map(({ label, tone, shape }) => ({ label, tone, shape })),
    bands: spec.bands,
    lines: spec.lines,
    spans: spec.spans,
    marks: spec.marks,
    segments: spec.segments,
  };
}

/** JSON that cannot close the element it stands in, whatever a log said. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
