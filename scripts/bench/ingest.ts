import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateLogs } from './generate-logs.ts';
import { alternate, type BenchRow, type Measured, median } from './measure.ts';

const SIDE = fileURLToPath(new URL('./ingest-side.ts', import.meta.url));
const NOW = Date.UTC(2026, 1, 20, 12);

export interface IngestBench {
  /** Predictions; as many requests. Default 1,000,000. */
  readonly rows?: number;
  /** Default 12. */
  readonly features?: number;
  readonly runs?: number;
}

/** Two logs read down to every aggregate of a report, beside DuckDB's own `create table as select * from read_json`. */
export async function benchIngest({
  rows = 1_000_000,
  features = 12,
  runs = 3,
}: IngestBench = {}): Promise<readonly BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-ingest-'));
  try {
    await generateLogs({ directory, rows, features, now: NOW });
    await writeFile(join(directory, 'reference.csv'), referenceCsv(features));
    const argv = (side: string) => [process.execPath, SIDE, side, directory, String(NOW)];
    const { a, b } = await alternate({ argv: argv('store') }, { argv: argv('duckdb') }, runs);
    const seconds = (runsOf: readonly Measured[]) => median(runsOf.map((run) => run.seconds));
    const ratio = median(a.map((run, i) => run.seconds / (b[i]?.seconds ?? Number.NaN)));
    const peak = Math.max(...a.map((run) => run.peakMb ?? 0));
    const peer = Math.max(...b.map((run) => run.peakMb ?? 0));
    const what = `${rows.toLocaleString('en')} predictions and requests, ${features} features`;
    return [
      {
        what: `${what}: every aggregate, against DuckDB's create table`,
        ours: `${seconds(a).toFixed(2)} s`,
        peer: `${seconds(b).toFixed(2)} s`,
        ratio: `${ratio.toFixed(2)} ×`,
        target: '≤ 2.5 ×',
      },
      {
        what: `${what}: peak memory`,
        ours: `${peak.toFixed(0)} MB`,
        peer: `${peer.toFixed(0)} MB`,
        ratio: `${(peak / peer).toFixed(2)} ×`,
        target: '≤ 2,048 MB',
      },
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function referenceCsv(features: number): string {
  const names = Array.from({ length: features }, (_, i) => `feature_${i}`);
  const rows = Array.from({ length: 300 }, (_, r) =>
    names.map((_, i) => (i % 3 === 0 ? ((r * 7) % 100) / 100 : `Category ${r % 3} of feature`)).join(),
  );
  return `${names.join()}\n${rows.join('\n')}\n`;
}
