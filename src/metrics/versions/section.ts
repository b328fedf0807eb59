import { firstShadows } from '../../ingest/rules/shadow-scores.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { ScoredKey, TimeRange } from '../../ingest/store.ts';
import type { ModelPair } from '../../report/schema/model-versions.ts';
import { Z_95 } from '../../stats/distributions/normal.ts';
import { pairedPrecision } from '../../stats/ranking/precision-difference.ts';
import { tableQuantile } from '../../stats/tables/quantile.ts';
import { sentence } from '../../wording/clean-text.ts';
import { publicVersion } from '../../wording/public-name.ts';
import { BEFORE_ALL, isoTime } from '../../wording/time.ts';
import { fewestRows } from '../performance/evidence.ts';
import { type KeyedLead, withOutcomes } from '../performance/leads.ts';
import { type Maturity, maturityOf } from '../performance/maturity.ts';
import { leadsIn } from '../performance/weeks.ts';
import { publishedRange } from '../privacy/coarse-time.ts';
import { type KRule, kRule, shownCount } from '../privacy/k-rule.ts';
import type { MetricsContext } from '../window.ts';
import { type SharedLead, shareOf } from './compare.ts';
import { ALPHA, comparedVersions, sharedLeads, type Version } from './compared-versions.ts';

const MAX_PAIRS = 4;
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];

/**
 * The model versions of the window, in pairs of the one that scored most leads and each other. One query beside those of
 * performance for shadow scores, and two for a pair that shared the leads.
 *
 * @param shadowLog shadow scores of a log of their own, beside those in the predictions.
 */
export async function modelVersionsSection(
  context: MetricsContext,
  data: OutcomeData,
  shadowLog: readonly ScoredKey[] = [],
): Promise<ModelPair[]> {
  const { policy, now } = context;
  const key = data.keyColumn;
  const versions = !data.present || key === null ? [] : await versionsOf(context, key, data, shadowLog);
  const [main] = versions;
  // Shadow scores of the version in use itself are no second version.
  const others = versions.slice(1).filter(({ version }) => version !== main?.version);
  if (main === undefined || others.length === 0) return [];
  const leads = versions.filter(({ shadow }) => !shadow).flatMap((version) => version.leads);
  const known = leads.some(({ label }) => label !== null);
  const maturity = known ? maturityOf(leads, policy.outcomes.maturityDays, now) : null;
  const pairs: ModelPair[] = [];
  const compared = others.slice(0, MAX_PAIRS);
  for (const other of compared) {
    const [first, second] = other.shadow || startOf(main) <= startOf(other) ? [main, other] : [other, main];
    pairs.push(await pairOf(context, first, second, maturity, ALPHA / compared.length));
  }
  return pairs;
}

const startOf = ({ leads }: Version): number => leads[0]?.time ?? Infinity;

/** Versions that scored enough leads of the window: the one that scored most and was used first. */
async function versionsOf(
  context: MetricsContext,
  key: string,
  data: OutcomeData,
  shadowLog: readonly ScoredKey[],
): Promise<Version[]> {
  const { store, policy, now, window } = context;
  const range = { start: BEFORE_ALL, end: now };
  const used = withOutcomes(await store.firstScores(key, range), now, data);
  const ownLog = shadowLog.filter(({ time }) => time <= now);
  const beside = await store.shadowScores(key, range);
  const shadows = withOutcomes(
    ownLog.length === 0 ? beside : firstShadows([...beside, ...ownLog]),
    now,
    data,
  );
  const fewest = Math.max(policy.privacy.k, policy.predictionDrift.minimumRows);
  return [...byVersion(used, false), ...byVersion(shadows, true)]
    .map((version) => ({ ...version, inWindow: leadsIn(version.leads, window.predictions) }))
    .filter(({ version, inWindow }) => version !== '' && inWindow.length >= fewest)
    .sort(
      (a, b) =>
        Number(a.shadow) - Number(b.shadow) ||
        b.inWindow.length - a.inWindow.length ||
        startOf(a) - startOf(b),
    );
}

function byVersion(leads: readonly KeyedLead[], shadow: boolean) {
  const groups = new Map<string, KeyedLead[]>();
  for (const lead of leads) {
    const group = groups.get(lead.version);
    if (group === undefined) groups.set(lead.version, [lead]);
    else group.push(lead);
  }
  return [...groups].map(([version, own]) => ({ version, shadow, leads: own }));
}

async function pairOf(
  context: MetricsContext,
  first: Version,
  second: Version,
  maturity: Maturity | null,
  alpha: number,
): Promise<ModelPair> {
  const { policy } = context;
  const found = await comparedVersions(context, first, second, maturity, alpha);
  const k = policy.ranking.target;
  const rule = kRule(policy);
  return {
    first: sideOf(context, first),
    second: sideOf(context, second),
    design: found.design,
    window: found.window === null ? null : windowOf(found.window, context),
    k,
    ...found.compared,
    leads: shownCount(found.compared.leads, rule),
    labelled: shownCount(found.compared.labelled, rule),
    basis: [...found.compared.basis],
    reason: found.compared.reason === null ? null : sentence(found.compared.reason),
    sameLeads: sameLeadsOf(sharedLeads(first.inWindow, second.inWindow), k, fewestRows(policy), rule),
  };
}

function windowOf(range: TimeRange, { window, policy }: MetricsContext): { start: string; end: string } {
  const { start, end } = publishedRange(range, window.predictions, policy);
  return { start: isoTime(start), end: isoTime(end) };
}

function sideOf({ policy }: MetricsContext, { version, shadow, inWindow }: Version): ModelPair['first'] {
  const scores = Float64Array.from(inWindow, ({ score }) => score).sort();
  const ones = new Float64Array(scores.length).fill(1);
  // As many leads lie beyond a quantile as are needed not to show a single one.
  const told = QUANTILES.filter((p) => Math.min(p, 1 - p) * scores.length >= policy.privacy.k);
  return {
    version: policy.privacy.modelVersions ? publicVersion(version) : null,
    shadow,
    leads: shownCount(inWindow.length, kRule(policy)),
    quantiles: told.map((p) => ({ p, score: tableQuantile(scores, ones, p) })),
  };
}

function sameLeadsOf(
  shared: readonly SharedLead[],
  k: number,
  minimum: number,
  rule: KRule,
): ModelPair['sameLeads'] {
  const n = shared.length;
  if (n < minimum) return null;
  const changes = shared.map(({ first, second }) => second.score - first.score);
  const mean = changes.reduce((sum, change) => sum + change, 0) / n;
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (n - 1);
  const half = Z_95 * Math.sqrt(variance / n);
  const share = shareOf(k, n);
  const tops = pairedPrecision(
    shared.map(({ first }) => first.score),
    shared.map(({ second }) => second.score),
    shared.map(() => 0),
    share,
    1 - ALPHA,
  );
  return {
    n: shownCount(n, rule),
    meanChange: mean,
    interval: [mean - half, mean + half],
    topInCommon: 1 - (tops?.differing ?? 0) / (2 * share * n),
  };
}
