import type { BenchmarkObservation } from './benchmark.ts';
import type { EngineComparison } from './compare-engines.ts';
import type { Conversion } from './convert.ts';
import { formatBytes, formatMs, textTable } from './text-table.ts';
import type { TimingSummary } from './timing.ts';

const round = (value: number): number => Number(value.toPrecision(4));

const rounded = ({ p50, p95, p99, mean, interval }: TimingSummary) => ({
  p50: round(p50),
  p95: round(p95),
  p99: round(p99),
  mean: round(mean),
  interval: interval.map(round),
});

/** The result of `optimize-model --json`. Durations in milliseconds. */
export function conversionJson(
  conversion: Conversion,
  comparison: EngineComparison,
  loadAverage: number,
): object {
  const { source, verification } = conversion;
  const { onnx, treeWalk, xgboost, maxDifference } = comparison;
  return {
    model: {
      format: source.format,
      writtenBy: source.writtenBy,
      objective: source.objective,
      trees: source.ensemble.trees.length,
      features: source.ensemble.featureNames.length,
      sizeBytes: source.sizeBytes,
    },
    output: {
      path: conversion.outputPath,
      sizeBytes: conversion.outputBytes,
      trainedAt: conversion.trainedAt,
    },
    verification,
    benchmark: onnx,
    treeWalk: rounded(treeWalk),
    xgboost:
      xgboost.status === 'ok'
        ? { status: 'ok', version: xgboost.version, ...rounded(xgboost.timings), maxDifference }
        : xgboost,
    loadAverage1m: round(loadAverage),
    note: 'Durations of the model alone on this machine; not the latency of the API.',
  };
}

const timingRow = (name: string, t: TimingSummary, reference: TimingSummary | null): string[] => [
  name,
  formatMs(t.p50),
  formatMs(t.p95),
  formatMs(t.p99),
  formatMs(t.mean),
  `${formatMs(t.interval[0])}–${formatMs(t.interval[1])}`,
  reference === null ? '1' : formatMs(t.p50 / reference.p50),
];

function benchmarkText(
  onnx: BenchmarkObservation,
  comparison: EngineComparison,
  loadAverage: number,
): string {
  if (onnx.status !== 'ok') return `Benchmark  ${onnx.status}: ${onnx.reason}`;
  const { treeWalk, xgboost, maxDifference } = comparison;
  const engines = [
    ['ms a row', 'p50', 'p95', 'p99', 'mean', 'p50 95 % interval', 'p50 ratio'],
    timingRow('ONNX Runtime', onnx, null),
    timingRow('our walk of the trees', treeWalk, onnx),
    ...(xgboost.status === 'ok'
      ? [timingRow(`XGBoost ${xgboost.version} (Python)`, xgboost.timings, onnx)]
      : []),
  ];
  const batches = [
    ['rows a call', 'p50 ms', 'p95 ms', 'ms a row'],
    ...onnx.batches.map((b) => [String(b.size), formatMs(b.p50), formatMs(b.p95), formatMs(b.perRowMs)]),
  ];
  const peer =
    xgboost.status === 'ok'
      ? `Largest difference from XGBoost itself: ${maxDifference === null ? 'not compared' : formatMs(maxDifference)}.`
      : `XGBoost itself was not timed: ${xgboost.reason}.`;
  return [
    `Benchmark  ${onnx.calls.toLocaleString('en')} calls of one row; ${onnx.runtime}; ${onnx.machine.cpu}, ${onnx.machine.cores} cores, load ${loadAverage.toFixed(2)};`,
    `           timer step ${formatMs(onnx.timerResolutionMs)} ms; loaded in ${formatMs(onnx.loadMs)} ms. The model alone, not the API's latency.`,
    '',
    textTable(engines),
    '',
    textTable(batches),
    '',
    peer,
  ].join('\n');
}

/** The result of `optimize-model` as text. */
export function conversionText(
  conversion: Conversion,
  comparison: EngineComparison,
  loadAverage: number,
): string {
  const { source, verification } = conversion;
  const { ensemble } = source;
  return [
    `Read       ${source.format}, ${source.writtenBy}, ${source.objective}: ${ensemble.trees.length} trees, ${ensemble.featureNames.length} features, ${formatBytes(source.sizeBytes)}`,
    `Wrote      ${conversion.outputPath}, ${formatBytes(conversion.outputBytes)}; ${conversion.trainedAt === null ? "training date not known (give it with --trained-at, so that the report can tell the model's age)" : `trained ${conversion.trainedAt}`}`,
    `Checked    ${verification.rows.toLocaleString('en')} rows, ${verification.borderRows.toLocaleString('en')} of them on split borders: largest difference ${formatMs(verification.maxDifference)} (limit 1e-6)`,
    benchmarkText(comparison.onnx, comparison, loadAverage),
  ].join('\n');
}
