import { allFigures } from '../figures/registry.ts';
import type { Report } from '../report/schema/report.ts';
import type { OutputFile } from './output-file.ts';

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
}
interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const STATUSES = ['green', 'yellow', 'red', 'unknown'] as const;

/**
 * The current figures as a Prometheus textfile in OpenMetrics 1.0 text format: base units (seconds, ratios), no timestamps
 * (the textfile collector refuses them), no entries for missing figures, `# EOF` at the end.
 */
export function metricsFile(report: Report, staleAfterHours: number): OutputFile {
  return {
    path: 'metrics.prom',
    content: `${families(report, staleAfterHours).map(familyText).join('')}# EOF\n`,
  };
}

function families(report: Report, staleAfterHours: number): readonly Family[] {
  const { health, drift, retraining, benchmark } = report;
  const one = (name: string, help: string, value: number | null): Family => ({
    name,
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    {
      name: 'verdict',
      help: 'Verdict of the newest report: 1 at the status in force.',
      samples: STATUSES.map((status) => ({
        labels: { status },
        value: status === report.verdict.status ? 1 : 0,
      })),
    },
    one('simulated', '1 when the report shows simulated data.', report.simulated ? 1 : 0),
    one(
      'report_timestamp_seconds',
      'When the report was made, Unix time; its age is time() minus this.',
      seconds(report.generatedAt),
    ),
    one('report_stale_after_seconds', 'Age from which a report is too old.', staleAfterHours * 3_600),
    one(
      'window_start_timestamp_seconds',
      'Start of the report window, Unix time.',
      seconds(report.window.start),
    ),
    one('window_end_timestamp_seconds', 'End of the report window, Unix time.', seconds(report.window.end)),
    one('api_up', '1 when /health answered 200, 0 when it did not.', up(health.api.status)),
    one('requests', 'Requests in the window.', health.successRate.total),
    ...figureFamilies(report),
    quantiles('benchmark_seconds', 'Quantiles of the ONNX benchmark.', [
      ['0.5', milliseconds(benchmark.p50)],
      ['0.95', milliseconds(benchmark.p95)],
      ['0.99', milliseconds(benchmark.p99)],
    ]),
    {
      name: 'feature_drifted',
      help: '1 when the feature drifted, 0 when it is stable; absent when it was not tested.',
      samples: drift.features.map((feature) => ({
        labels: { feature: feature.name },
        value: feature.status === 'drifted' ? 1 : feature.status === 'stable' ? 0 : null,
      })),
    },
    {
      name: 'alert_firing',
      help: '1 when the alert fires; absent when it cannot be judged.',
      samples: report.alerts.map((alert) => ({
        labels: { alert: alert.id, severity: alert.severity, owner: alert.owner },
        value: alert.status === 'unknown' ? null : alert.status === 'firing' ? 1 : 0,
      })),
    },
    one('retraining_recommended', '1 when retraining is recommended.', retraining.recommended ? 1 : 0),
  ];
}

/** Metric families of the figures; figures with the same family differ in their labels. */
function figureFamilies(report: Report): readonly Family[] {
  const { figures } = report;
  const samples = allFigures(report).flatMap(({ id, unit, metric }) => {
    const inBaseUnit = (value: number | null) => (unit === 'ms' ? milliseconds(value) : value);
    const figure = figures[id];
    const whole = { ...metric, value: inBaseUnit(figure?.value ?? null) };
    if (figure?.now === undefined) return [whole];
    const name = metric.name.replace(/(?=_(?:ratio|seconds)$|$)/, '_24h');
    const help = `${metric.help.replace(/\.$/, '')}, last 24 hours.`;
    return [whole, { ...metric, name, help, value: inBaseUnit(figure.now.value) }];
  });
  return [...Map.groupBy(samples, ({ name }) => name)].map(([name, family]) => ({
    name,
    help: family[0]?.help ?? name,
    samples: family,
  }));
}

function quantiles(
  name: string,
  help: string,
  values: readonly (readonly [string, number | null])[],
): Family {
  return { name, help, samples: values.map(([percentile, value]) => ({ labels: { percentile }, value })) };
}

function familyText({ name, help, samples }: Family): string {
  const full = `lead_scoring_${name}`;
  const present = samples.filter((sample) => sample.value !== null);
  if (present.length === 0) return '';
  const unit = full.endsWith('_seconds') ? `# UNIT ${full} seconds\n` : '';
  const lines = present.map(({ labels, value }) => `${full}${labelText(labels)} ${value}\n`);
  return `# TYPE ${full} gauge\n${unit}# HELP ${full} ${help}\n${lines.join('')}`;
}

function labelText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '');

const seconds = (iso: string): number => Date.parse(iso) / 1000;
/** Converts in decimal to avoid rounding errors: 0.024 ms is 0.000024 s, not 0.000024000000000000003. */
const milliseconds = (ms: number | null): number | null =>
  ms === null ? null : Number((ms / 1000).toPrecision(12));
const up = (status: string): number | null => (status === 'unknown' ? null : status === 'green' ? 1 : 0);
