import type { Measured } from '../figures/judge.ts';
import type { Quantiles, TimeRange, VersionGroup } from '../ingest/store.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { publicVersion } from '../wording/public-name.ts';
import { percent, plural } from '../wording/sentence-numbers.ts';
import { BEFORE_ALL, minuteOf } from '../wording/time.ts';
import { coarseMs } from './privacy/coarse-time.ts';
import { kRule, shownShare } from './privacy/k-rule.ts';
import type { MetricsContext } from './window.ts';

/** The predictions of the window that one model version made: percentiles of several versions mean nothing. */
export interface VersionScope {
  /** The version in use at the end of the window; null where the log names none. */
  readonly version: string | null;
  /** The window, or the part of it since that version took over. */
  readonly range: TimeRange;
  /** True where versions took turns, so that no part of the window belongs to one of them. */
  readonly mixed: boolean;
  /** What a figure over `range` has to say; null where the whole window is of one version. */
  readonly note: string | null;
}

/** One microsecond: ranges are open at their start. */
const JUST_BEFORE_MS = 0.001;
const MAX_NAMED = 3;

/** "v1.2.0" of a model file is "1.2.0" of a log. */
export const sameVersion = (a: string, b: string): boolean => a.replace(/^v/i, '') === b.replace(/^v/i, '');

/** Rows without a version belong to none, and do not count as another one. */
const named = (versions: readonly VersionGroup[]): readonly VersionGroup[] =>
  versions.filter(({ version }) => version !== '');

/** The version in use, and its part of the window. One query, which other sections ask too. */
export async function currentVersion(context: MetricsContext): Promise<VersionScope> {
  const { store, window, policy } = context;
  const versions = named(await store.versions(window.predictions));
  const current = newest(versions);
  const whole = { version: current?.version ?? null, range: window.predictions };
  if (current === undefined || versions.length === 1) return { ...whole, mixed: false, note: null };
  const since = takenOver(versions, current);
  if (since === null) return { ...whole, mixed: true, note: mixedWords(versions, context) };
  const start = Math.max(window.predictions.start, since);
  return {
    version: current.version,
    range: { start, end: window.predictions.end },
    mixed: false,
    note: `Of ${isNamed(current, policy) ? nameOf(current, context) : 'the newest version'} alone, in use since ${minuteOf(coarseMs(current.first, policy.privacy.predictionTimes))}.`,
  };
}

/**
 * The part of an earlier range that a version made alone; null where it made none of it, or took turns with others.
 * One query.
 */
export async function rangeOfVersion(
  { store }: MetricsContext,
  range: TimeRange,
  version: string | null,
): Promise<TimeRange | null> {
  if (version === null) return range;
  const versions = named(await store.versions(range));
  if (versions.length === 0) return range;
  const own = versions.find((group) => group.version === version);
  if (own === undefined) return null;
  if (versions.length === 1) return range;
  const since = takenOver(versions, own);
  return since === null ? null : { start: since, end: range.end };
}

/**
 * Versions whose first prediction in the whole log lies in the window, after those of another version. One query more
 * where the window holds several.
 */
export async function newVersions({ store, window }: MetricsContext): Promise<ReadonlySet<string>> {
  const versions = named(await store.versions(window.predictions));
  if (versions.length < 2) return new Set();
  const before = { start: BEFORE_ALL, end: window.predictions.start };
  const earlier = named(await store.versions(before)).map(({ version }) => version);
  const [first] = versions.toSorted((a, b) => a.first - b.first);
  const known = new Set(earlier.length === 0 && first !== undefined ? [first.version] : earlier);
  return new Set(versions.map(({ version }) => version).filter((version) => !known.has(version)));
}

/** A percentile of the version in use, to be judged; not given where that version made too few predictions yet. */
export function versionPercentile(
  { n, values }: Quantiles,
  index: number,
  {
    reason,
    note,
    policy,
  }: { readonly reason: string | null; readonly note: string | null; readonly policy: Policy },
): Measured {
  if (reason !== null) return { value: null, n, reason };
  const { minimumRows } = policy.predictionDrift;
  if (note === null || n >= minimumRows) return { value: values[index] ?? null, n, reason: note };
  return {
    value: null,
    n,
    reason: `${note} ${plural(n, 'prediction')} so far; at least ${minimumRows} are needed.`,
  };
}

const newest = (versions: readonly VersionGroup[]): VersionGroup | undefined =>
  versions.toSorted((a, b) => b.last - a.last || b.first - a.first)[0];

/** Just before the first prediction of a version after which no other made any; null where another one did. */
function takenOver(versions: readonly VersionGroup[], current: VersionGroup): number | null {
  const others = versions.filter((group) => group !== current);
  return others.every(({ last }) => last < current.first) ? current.first - JUST_BEFORE_MS : null;
}

function mixedWords(versions: readonly VersionGroup[], context: MetricsContext): string {
  const total = versions.reduce((sum, { leads }) => sum + leads, 0);
  const rule = kRule(context.policy);
  const parts = versions
    .filter(({ leads }) => leads >= rule.k)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MAX_NAMED)
    .map((group) => `${nameOf(group, context)} ${percent(shownShare(group.leads, total, rule))}`);
  return `${versions.length} model versions are mixed here, which took turns in the window${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

/** Strangers may write any version: one of fewer than k leads is not named. */
const isNamed = ({ leads }: Pick<VersionGroup, 'leads'>, { privacy }: Policy): boolean =>
  privacy.modelVersions && leads >= privacy.k;

const nameOf = (group: VersionGroup, { policy }: MetricsContext): string =>
  isNamed(group, policy) ? `model ${publicVersion(group.version)}` : 'a version';
