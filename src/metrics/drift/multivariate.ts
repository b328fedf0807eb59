import type { SampledRows } from '../../ingest/store.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import type { MixedFeature } from '../../stats/multivariate/mixed-rows.ts';
import { multivariateDrift } from '../../stats/multivariate/multivariate-drift.ts';
import { sentence } from '../../wording/clean-text.ts';
import { publicName } from '../../wording/public-name.ts';
import { plural } from '../../wording/sentence-numbers.ts';
import type { MetricsContext } from '../window.ts';
import { cellOfNumbers } from './numbers-in-strings.ts';

type Multivariate = Report['drift']['multivariate'];

/** Limits memory: the columns of every feature are held at once. */
const MAX_FEATURES = 40;
/** Features whose importance is listed. */
const MAX_IMPORTANT = 10;

/** The multivariate section where nothing was compared, with the reason. */
export function notCompared(
  reason: string,
  status: 'not-applicable' | 'not-enough-data' = 'not-applicable',
): Multivariate {
  return {
    status,
    auc: null,
    interval: null,
    p: null,
    nReference: 0,
    nProduction: 0,
    importance: [],
    pair: null,
    reason,
  };
}

/** A feature's profile from the store and its entry in the report. */
export interface ComparedFeature {
  /** Key in the data; the name in the report may be sanitised. */
  readonly key: string;
  readonly feature: Feature;
  /** Strings that write a number are read as that number. */
  readonly numbersInStrings: boolean;
}

/**
 * Domain classifier over numeric and categorical features that both sides have: can production rows be told from
 * reference rows? Detects changes in the joint distribution that no single feature shows.
 */
export async function multivariateSection(
  { store, policy, window }: MetricsContext,
  compared: readonly ComparedFeature[],
): Promise<Multivariate> {
  if (!policy.drift.multivariate) return notCompared('Switched off in the policy.');
  const usable = compared
    .filter(({ feature }) => feature.inShare && feature.type !== 'text')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, MAX_FEATURES);
  if (usable.length < 2) {
    return notCompared(
      `${plural(usable.length, 'feature')} can be compared; how features go together takes two.`,
    );
  }
  const limit = policy.drift.sampleRows;
  const rows = await store.sampleRows(
    usable.map(({ key }) => key),
    window.predictions,
    limit,
  );
  const features = usable.map((entry, i) => mixedFeature(entry, i, rows));
  const result = multivariateDrift(features, { minimum: policy.drift.minimumRows, rows: limit });
  if (result.status !== 'ok') return notCompared(sentence(result.reason), result.status);
  const p = result.p ?? 1;
  const { effect } = result;
  return {
    status: p < policy.drift.alpha ? 'drifted' : 'stable',
    auc: result.statistic,
    interval: effect?.interval === undefined ? null : [effect.interval[0], effect.interval[1]],
    p,
    nReference: result.nReference,
    nProduction: result.nProduction,
    importance: result.importances
      .map(({ name, importance }) => ({ feature: publicName(name), importance }))
      .sort((a, b) => b.importance - a.importance || (a.feature < b.feature ? -1 : 1))
      .slice(0, MAX_IMPORTANT),
    pair:
      result.pair === null
        ? null
        : {
            features: [publicName(result.pair.features[0]), publicName(result.pair.features[1])],
            z: result.pair.z,
          },
    reason: null,
  };
}

function mixedFeature(
  { key, feature, numbersInStrings }: ComparedFeature,
  index: number,
  rows: SampledRows,
): MixedFeature {
  const read = numbersInStrings ? cellOfNumbers : (cell: string | number | null) => cell;
  if (feature.type === 'numeric') {
    const cells = (side: 'reference' | 'production'): (number | null)[] =>
      rows[side].map((row) => {
        const cell = read(row[index] ?? null);
        return typeof cell === 'number' ? cell : null;
      });
    return { name: key, kind: 'numeric', reference: cells('reference'), production: cells('production') };
  }
  const cells = (side: 'reference' | 'production'): (string | null)[] =>
    rows[side].map((row) => {
      const cell = read(row[index] ?? null);
      return cell === null ? null : String(cell);
    });
  return { name: key, kind: 'categorical', reference: cells('reference'), production: cells('production') };
}
