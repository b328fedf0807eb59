import { labelOf } from '../../figures/registry.ts';
import { topWords } from '../../figures/top-of-list.ts';
import type { ModelPair } from '../../report/schema/model-versions.ts';
import type { Report } from '../../report/schema/report.ts';
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPercent,
  MISSING,
  plural,
} from '../../wording/format.ts';

type Difference = NonNullable<ModelPair['precision']>;

/** Whether a report holds two versions to compare. */
export const hasVersions = ({ modelVersions }: Pick<Report, 'modelVersions'>): boolean =>
  (modelVersions ?? []).length > 0;

/** Names of both versions, first and second. */
export function pairNames({ first, second }: ModelPair): readonly [string, string] {
  const shadow = second.shadow ? ' (shadow)' : '';
  return [first.version ?? 'earlier version', `${second.version ?? 'later version'}${shadow}`];
}

/** Name of each pair's page in addresses, each once: "0-3-0-and-0-4-0-shadow". */
export function pairSlugs(pairs: readonly ModelPair[]): string[] {
  const counts = new Map<string, number>();
  return pairs.map((pair) => {
    const words = pairNames(pair).join(' and ').toLowerCase();
    const slug = words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'pair';
    const count = (counts.get(slug) ?? 0) + 1;
    counts.set(slug, count);
    return count === 1 ? slug : `${slug}-${count}`;
  });
}

/** What is recommended, or what stands against it. */
export function recommendation(pair: ModelPair): string {
  const [first, second] = pairNames(pair);
  if (pair.recommended !== null) {
    return `${pair.recommended === 'second' ? second : first} is better: use it.`;
  }
  const reason = pair.reason ?? '';
  if (pair.needed === null) return `No recommendation. ${reason}`;
  return `No recommendation. ${reason} A difference as large as the seen one would take about ${formatCount(pair.needed)} more outcomes.`;
}

/** Precision of the top and ROC AUC of both, and their difference. */
export function pairRows({ k, precision, rocAuc }: ModelPair) {
  const row = (name: string, found: Difference | null, format: (value: number) => string) => {
    if (found === null) return [];
    const { first, second, difference, interval } = found;
    return [
      {
        name,
        first: format(first),
        second: format(second),
        difference: `${format(difference)} (${formatInterval(interval, format) ?? MISSING})`,
      },
    ];
  };
  return [
    ...row(`Precision of the ${topWords(k)}`, precision, (value) => formatPercent(value)),
    ...row('ROC AUC', rocAuc, (value) => formatNumber(value)),
  ];
}

/** Scores of the window of both, by quantile. */
export function scoreRows({ first, second }: ModelPair) {
  const of = (side: ModelPair['first'], p: number): string => {
    const found = side.quantiles.find((quantile) => quantile.p === p);
    return found === undefined ? MISSING : formatNumber(found.score);
  };
  const points = [...new Set([...first.quantiles, ...second.quantiles].map(({ p }) => p))].sort(
    (a, b) => a - b,
  );
  return [
    { name: 'Leads', first: formatCount(first.leads), second: formatCount(second.leads) },
    ...points.map((p) => ({
      name: p === 0.5 ? labelOf('score-p50') : `Score below which ${formatPercent(p)} lie`,
      first: of(first, p),
      second: of(second, p),
    })),
  ];
}

/** What the second version makes of the same leads; null where too few were scored by both. */
export function sameLeadsWords(pair: ModelPair): string | null {
  if (pair.sameLeads === null) return null;
  const { n, meanChange, interval, topInCommon } = pair.sameLeads;
  const [, second] = pairNames(pair);
  const change = `${formatNumber(meanChange)} (${formatInterval(interval, formatNumber) ?? MISSING})`;
  return `Of ${plural(n, 'lead')} that both scored in the window, ${second} changes the mean score by ${change}; ${formatPercent(topInCommon)} of the ${topWords(pair.k)} are the same leads.`;
}

/** Rows that a comparison rests on, for the table's caption. */
export function comparedWords({ leads, labelled, confidence, design }: ModelPair): string {
  const what = design === 'paired' ? 'leads that both scored' : 'leads of both together';
  return `${formatCount(leads)} ${what}, ${formatCount(labelled)} with an outcome; intervals of the difference at ${formatPercent(confidence)}, so that all of a report are wrong at most once in twenty.`;
}
