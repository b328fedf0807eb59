import type { Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';

interface BenchmarkRow {
  readonly label: string;
  readonly value: number | null;
  readonly target: number;
  readonly status: Status;
}

/** Percentiles of the benchmark with their targets. */
export const benchmarkRows = (benchmark: Report['benchmark']): BenchmarkRow[] =>
  (['p50', 'p95', 'p99'] as const).map((level) => ({
    label: level,
    value: benchmark[level],
    target: benchmark.targets[level].target,
    status: benchmark.targets[level].status,
  }));
