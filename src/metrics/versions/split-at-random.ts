import type { TimeRange } from '../../ingest/store.ts';
import type { MixedFeature } from '../../stats/multivariate/mixed-rows.ts';
import { multivariateDrift } from '../../stats/multivariate/multivariate-drift.ts';
import { sharedInTime } from '../../stats/performance/shared-in-time.ts';
import { formatP } from '../../wording/format.ts';
import { plural } from '../../wording/sentence-numbers.ts';
import { inferType } from '../drift/feature-type.ts';
import type { Lead } from '../performance/leads.ts';
import { roundedP } from '../privacy/rounding.ts';
import type { MetricsContext } from '../window.ts';

/** Below this p a split is not taken for one at random. */
const ALPHA = 0.01;
/** Inputs that are looked at, and rows of both versions together. */
const MAX_FEATURES = 40;
const MAX_ROWS = 4_000;
const PERMUTATIONS = 199;

/** Whether leads may be compared, and why, or why not. */
export type RandomSplit =
  | { readonly random: true; readonly basis: readonly string[] }
  | { readonly random: false; readonly reason: string };

/** In steps of a fifth of an order of magnitude: a lead does not show in it. */
const P_STEP = 0.2;
const told = (p: number): string => formatP(roundedP(p, P_STEP, [ALPHA]));

const not = (reason: string): RandomSplit => ({ random: false, reason });

/**
 * Whether two versions shared the leads of a time at random: evenly in time, and with the same mix of inputs. A version
 * that only chosen leads got is better or worse by the choice. Two queries, where the first test passes.
 */
export async function splitAtRandom(
  context: MetricsContext,
  first: readonly Lead[],
  second: readonly Lead[],
  range: TimeRange,
): Promise<RandomSplit> {
  const times = (leads: readonly Lead[]): number[] => leads.map(({ time }) => time);
  const even = sharedInTime(times(first), times(second));
  if (even === null) return not('too few leads were scored at the same time');
  if (even < ALPHA) {
    return not(
      `they took turns, or the share of one changed: leads of different times differ (p ${told(even)})`,
    );
  }
  const found = await inputsTold(context, first[0]?.version ?? '', second[0]?.version ?? '', range);
  if (found === null) return not('no input shows whether the leads were shared out at random');
  if (found.p < ALPHA) {
    return not(
      `their inputs tell which version scored them (p ${told(found.p)}), so that each version had other leads`,
    );
  }
  return {
    random: true,
    basis: [
      `Both scored leads at the same time, evenly (p ${told(even)}).`,
      `${plural(found.features, 'input')} cannot tell which version scored a lead (p ${told(found.p)}).`,
    ],
  };
}

async function inputsTold(
  { store, policy, window }: MetricsContext,
  first: string,
  second: string,
  range: TimeRange,
): Promise<{ readonly p: number; readonly features: number } | null> {
  const profiles = (await store.features(window.predictions))
    .filter(({ name, production }) => production !== null && name !== policy.outcomes.keyColumn)
    .map((profile) => ({ name: profile.name, type: inferType(profile, policy).type }))
    .filter(({ type }) => type !== 'text')
    .slice(0, MAX_FEATURES);
  if (profiles.length === 0) return null;
  const { production, versions } = await store.sampleRows(
    profiles.map(({ name }) => name),
    range,
    MAX_ROWS,
  );
  const rowsOf = (version: string) => production.filter((_, row) => versions[row] === version);
  const [a, b] = [rowsOf(first), rowsOf(second)];
  const features = profiles.map(({ name, type }, i): MixedFeature => {
    const cells = (rows: typeof production) => rows.map((row) => row[i] ?? null);
    if (type === 'numeric') {
      const numbers = (rows: typeof production) =>
        cells(rows).map((cell) => (typeof cell === 'number' ? cell : null));
      return { name, kind: 'numeric', reference: numbers(a), production: numbers(b) };
    }
    const texts = (rows: typeof production) =>
      cells(rows).map((cell) => (cell === null ? null : String(cell)));
    return { name, kind: 'categorical', reference: texts(a), production: texts(b) };
  });
  const result = multivariateDrift(features, { permutations: PERMUTATIONS, rows: MAX_ROWS / 2 });
  return result.status === 'ok' && result.p !== undefined && result.p !== null
    ? { p: result.p, features: features.length }
    : null;
}
