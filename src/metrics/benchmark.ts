import type { Observations } from '../report/observations.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { cleanText, sentence } from '../wording/clean-text.ts';

type Benchmark = Report['benchmark'];

/** Timings of the model on the machine that built the report, compared with the ONNX targets. */
export function benchmarkSection(observation: Observations['benchmark'], policy: Policy): Benchmark {
  const { figures } = policy;
  const judge = (value: number | null, target: number): { target: number; status: Status } => {
    if (value === null) return { target, status: 'unknown' };
    return { target, status: value <= target ? 'green' : 'yellow' };
  };
  const measured = observation.status === 'ok' ? observation : null;
  return {
    status: observation.status,
    model: observation.status === 'absent' ? null : cleanText(observation.model),
    demonstration: observation.status === 'absent' ? false : observation.demonstration,
    calls: measured?.calls ?? 0,
    p50: measured?.p50 ?? null,
    p95: measured?.p95 ?? null,
    p99: measured?.p99 ?? null,
    loadMs: measured?.loadMs ?? null,
    sizeBytes: measured?.sizeBytes ?? null,
    inputs: measured === null ? null : describeInputs(measured.inputs),
    batches: measured === null ? [] : [...measured.batches],
    machine: measured === null ? null : describeMachine(measured.machine),
    runtime: measured === null ? null : cleanText(measured.runtime),
    targets: {
      p50: judge(measured?.p50 ?? null, figures['latency-p50'].target),
      p95: judge(measured?.p95 ?? null, figures['latency-p95'].target),
      p99: judge(measured?.p99 ?? null, figures['latency-p99'].target),
    },
    reason: observation.status === 'ok' ? null : sentence(cleanText(observation.reason, 400)),
  };
}

type Measured = Extract<Observations['benchmark'], { status: 'ok' }>;

/** Inputs in words: "features float32 [any × 47]". */
function describeInputs(inputs: Measured['inputs']): string {
  const shown = inputs.slice(0, 5).map(({ name, elementType, shape }) => {
    const sizes = shape.map((size) => (size === null || size < 0 ? 'any' : size.toString())).join(' × ');
    return `${name} ${elementType} [${sizes}]`;
  });
  const more = inputs.length > shown.length ? `, and ${inputs.length - shown.length} more` : '';
  return cleanText(`${shown.join(', ')}${more}`, 300);
}

function describeMachine({ cpu, cores, os, arch }: Measured['machine']): string {
  return cleanText(`${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${os}, ${arch}`, 200);
}
