import type { BenchmarkObservation } from '../benchmark.ts';
import { formatMs, textTable } from '../text-table.ts';
import type { LatencySummary, LoadSummary } from './load-summary.ts';

/** Result of `profile-api`. */
export interface Profile {
  readonly api: {
    readonly url: string;
    readonly rate: number | null;
    readonly concurrency: number;
    readonly summary: LoadSummary;
  } | null;
  readonly model: BenchmarkObservation | null;
}

const BAR_WIDTH = 40;

function latencyRow(name: string, latency: LatencySummary | null): string[] {
  if (latency === null) return [name, '–', '–', '–', '–', '–', '–'];
  const { p50, p90, p95, p99, max, mean } = latency;
  return [name, ...[p50, p90, p95, p99, max, mean].map(formatMs)];
}

function histogramText({ histogram }: LoadSummary): string {
  const most = Math.max(1, ...histogram.map((bar) => bar.count));
  const widest = Math.max(...histogram.map((bar) => formatMs(bar.upToMs).length), 0);
  return histogram
    .map(({ upToMs, count }) => {
      const bar = '█'.repeat(Math.round((BAR_WIDTH * count) / most)) || (count > 0 ? '▏' : '');
      return `≤ ${formatMs(upToMs).padStart(widest)} ms  ${bar} ${count}`;
    })
    .join('\n');
}

function apiText({ url, rate, concurrency, summary }: NonNullable<Profile['api']>): string {
  const how =
    rate === null
      ? `closed loop, ${concurrency} at a time: no rate was asked, so waiting behind a slow answer is not in these figures`
      : `${rate} a second, at most ${concurrency} at a time; latency counts from when a request was due`;
  const errors = summary.errors.map(({ kind, count }) => `${kind} × ${count}`).join(', ');
  return [
    `API        ${url}: ${summary.requests} requests in ${(summary.elapsedMs / 1000).toFixed(1)} s (${how})${summary.interrupted ? '; interrupted, partial result' : ''}`,
    `           ${summary.successes} succeeded (${((100 * summary.successes) / Math.max(1, summary.requests)).toFixed(1)} %), ${summary.throughput.toFixed(1)} answers a second${errors === '' ? '' : `; errors: ${errors}`}`,
    '',
    textTable([
      ['ms', 'p50', 'p90', 'p95', 'p99', 'max', 'mean'],
      latencyRow(summary.corrected ? 'latency' : 'latency (closed loop)', summary.latency),
      ...(summary.corrected ? [latencyRow('service time', summary.serviceTime)] : []),
    ]),
    '',
    histogramText(summary),
  ].join('\n');
}

function modelText(model: BenchmarkObservation): string {
  if (model.status !== 'ok') return `Model      ${model.status}: ${model.reason}`;
  return [
    `Model      ${model.model}: ${model.calls.toLocaleString('en')} calls of one row; ${model.runtime}; the model alone, without the API around it`,
    '',
    textTable([
      ['ms', 'p50', 'p95', 'p99', 'mean'],
      ['model', formatMs(model.p50), formatMs(model.p95), formatMs(model.p99), formatMs(model.mean)],
    ]),
  ].join('\n');
}

export function profileText({ api, model }: Profile): string {
  return [...(api === null ? [] : [apiText(api)]), ...(model === null ? [] : [modelText(model)])].join(
    '\n\n',
  );
}
