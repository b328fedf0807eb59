import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { memoryStore } from '../../ingest/engines/memory/store.ts';
import { type Columns, type Row, toColumns } from '../../ingest/engines/memory/two-tables.ts';
import { driftSection } from '../../metrics/drift/index.ts';
import { predictionDriftSection } from '../../metrics/prediction-drift.ts';
import type { MetricsContext } from '../../metrics/window.ts';
import type { Report } from '../../report/schema/report.ts';
import { type Policy, policySchema } from '../../settings/policy-schema.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { driftPage } from './drift-page.ts';

export type DataDrift = Report['drift'];
export type PredictionDrift = Report['predictionDrift'];

/** Both answers of a comparison. */
export interface DriftComparison {
  readonly drift: DataDrift;
  readonly predictionDrift: PredictionDrift;
}

/** A comparison has no time of its own; the store in memory ignores the range. */
const ALWAYS = { start: 0, end: 1 } as const;

/**
 * Compares rows with a reference, by the same code, policy and numbers as the nightly report.
 *
 * Rows are objects of features, or logged predictions, whose nested `input` is unpacked; their `score` is what
 * prediction drift compares.
 *
 * @example
 * const detector = new DriftDetector({ reference });
 * const { drifted, share, features } = await detector.detectDataDrift(production);
 * await detector.generateReport({ production, outputPath: 'drift.html' });
 */
export class DriftDetector {
  readonly #reference: Columns;
  readonly #policy: Policy;

  constructor(options: { readonly reference: readonly Row[]; readonly policy?: Policy }) {
    this.#reference = toColumns(options.reference);
    this.#policy = options.policy ?? policySchema.parse({});
  }

  /**
   * Which features drifted, and whether so many that retraining is due.
   * @throws MonitorError (exit code 3) where the reference is empty or shares no feature with production.
   */
  async detectDataDrift(production: readonly Row[]): Promise<DataDrift> {
    return this.#dataDrift(toColumns(production));
  }

  /** Whether the scores moved. Takes rows with a `score`, or the scores themselves; the reference's rows hold theirs. */
  async detectPredictionDrift(production: readonly Row[] | readonly number[]): Promise<PredictionDrift> {
    const numbers = production.filter((item) => typeof item === 'number');
    if (numbers.length === 0)
      return this.#predictionDrift(toColumns(production.filter((item) => typeof item !== 'number')));
    return this.#predictionDrift({ rows: numbers.length, features: new Map(), scores: numbers });
  }

  /** Writes both answers as one HTML file without script or request, and returns them. */
  async generateReport(options: {
    readonly production: readonly Row[];
    readonly outputPath: string;
  }): Promise<DriftComparison> {
    const production = toColumns(options.production);
    const drift = await this.#dataDrift(production);
    const predictionDrift = await this.#predictionDrift(production);
    await mkdir(dirname(options.outputPath), { recursive: true });
    const temporary = `${options.outputPath}.${process.pid}.tmp`;
    await writeFile(temporary, driftPage({ drift, predictionDrift }, this.#reference.rows, production.rows));
    await rename(temporary, options.outputPath);
    return { drift, predictionDrift };
  }

  #dataDrift(production: Columns): Promise<DataDrift> {
    const reference = this.#reference;
    const data = {
      present: true,
      location: 'the reference',
      rows: reference.rows,
      rejected: 0,
      reasons: [],
      columns: [...reference.features].map(([name, cells]) => ({
        name,
        cells: cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)),
      })),
      scores: null,
      outcomes: null,
    };
    return driftSection(this.#context(production), data, silentReporter);
  }

  #predictionDrift(production: Columns): Promise<PredictionDrift> {
    const values = this.#reference.scores;
    const context = this.#context({ ...production, rows: production.scores.length });
    return predictionDriftSection(context, {
      source: values.length === 0 ? 'none' : 'reference-column',
      scores: values.length === 0 ? null : { kind: 'values', values },
      n: values.length,
      description: values.length === 0 ? 'The reference has no scores.' : 'The scores of the reference.',
    });
  }

  #context(production: Columns): MetricsContext {
    const section = { start: '', end: '', days: 0, fallback: false, note: null };
    return {
      store: memoryStore(this.#reference, production),
      policy: this.#policy,
      now: ALWAYS.end,
      window: { predictions: ALWAYS, requests: ALWAYS, section },
    };
  }
}
