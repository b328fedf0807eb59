import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReferenceData } from '../../ingest/sources/tables.ts';
import { driftSection } from '../../metrics/drift/index.ts';
import { predictionDriftSection } from '../../metrics/prediction-drift.ts';
import { type MetricsContext, metricsContext } from '../../metrics/window.ts';
import type { Report } from '../../report/schema/report.ts';
import { type Policy, policySchema } from '../../settings/policy-schema.ts';
import { silentReporter } from '../../settings/reporter.ts';
import { type DriftComparison, driftPage } from './drift-page.ts';
import {
  ALL_ROWS,
  type ComparedRow,
  comparedRow,
  comparedStore,
  type Row,
  referenceOf,
} from './table-rows.ts';

export type DataDrift = Report['drift'];
export type PredictionDrift = Report['predictionDrift'];

/**
 * Compares rows with a reference, with the same code and policy as a report.
 *
 * Rows are objects of features, or logged predictions, whose nested `input` is unpacked. Prediction drift compares their
 * `score`.
 *
 * @example
 * const detector = new DriftDetector({ reference });
 * const { drifted, share, features } = await detector.detectDataDrift(production);
 * await detector.generateReport({ production, outputPath: 'drift.html' });
 */
export class DriftDetector {
  readonly #reference: ReferenceData;
  readonly #referenceScores: readonly number[];
  readonly #policy: Policy;

  constructor(options: { readonly reference: readonly Row[]; readonly policy?: Policy }) {
    const rows = options.reference.map(comparedRow);
    this.#reference = referenceOf(rows);
    this.#referenceScores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
    this.#policy = options.policy ?? policySchema.parse({});
  }

  /**
   * Tests every feature for drift, and whether the drift share calls for retraining.
   * @throws MonitorError (exit code 3) where the reference is empty or shares no feature with production.
   */
  async detectDataDrift(production: readonly Row[]): Promise<DataDrift> {
    return this.#dataDrift(production.map(comparedRow));
  }

  /** Tests the scores for drift. Takes rows with a `score`, or the scores; the reference's rows need a `score` too. */
  async detectPredictionDrift(production: readonly Row[] | readonly number[]): Promise<PredictionDrift> {
    return this.#predictionDrift(
      production.map((item) =>
        typeof item === 'number' ? { features: {}, score: item } : comparedRow(item),
      ),
    );
  }

  /** Writes both results as one HTML file without scripts or requests, and returns them. */
  async generateReport(options: {
    readonly production: readonly Row[];
    readonly outputPath: string;
  }): Promise<DriftComparison> {
    const production = options.production.map(comparedRow);
    const drift = await this.#dataDrift(production);
    const predictionDrift = await this.#predictionDrift(production);
    await mkdir(dirname(options.outputPath), { recursive: true });
    const temporary = `${options.outputPath}.${process.pid}.tmp`;
    await writeFile(
      temporary,
      driftPage({ drift, predictionDrift }, this.#reference.rows, production.length),
    );
    await rename(temporary, options.outputPath);
    return { drift, predictionDrift };
  }

  async #dataDrift(production: readonly ComparedRow[]): Promise<DataDrift> {
    return driftSection(await this.#context(production), this.#reference, silentReporter);
  }

  async #predictionDrift(production: readonly ComparedRow[]): Promise<PredictionDrift> {
    const values = this.#referenceScores;
    const scored = production.filter(({ score }) => score !== null);
    return predictionDriftSection(await this.#context(scored), {
      source: values.length === 0 ? 'none' : 'reference-column',
      scores: values.length === 0 ? null : { kind: 'values', values },
      n: values.length,
      description: values.length === 0 ? 'The reference has no scores.' : 'The scores of the reference.',
    });
  }

  /** Nothing is published here, so nothing is rounded. */
  #context(production: readonly ComparedRow[]): Promise<MetricsContext> {
    const { privacy } = this.#policy;
    const section = { start: '', end: '', days: 0, fallback: false, note: null };
    const base = {
      store: comparedStore(this.#reference, production),
      policy: { ...this.#policy, privacy: { ...privacy, counts: 'exact' as const } },
      now: ALL_ROWS.end,
      window: { predictions: ALL_ROWS, requests: ALL_ROWS, section },
    };
    return metricsContext(base, this.#reference);
  }
}
