import type { Feature } from '../../report/schema/report.ts';
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
  MISSING,
  plural,
} from '../../wording/format.ts';

export interface FactRow {
  readonly label: string;
  readonly value: string;
}

/** The test of a feature as a list of labels and values. */
export function testFacts(feature: Feature): FactRow[] {
  const { effect, pMethod, power, schema } = feature;
  const rows: (FactRow | null)[] = [
    { label: 'Test', value: feature.testLabel },
    fact('Statistic', feature.statistic, formatNumber),
    feature.p === null
      ? null
      : { label: 'p', value: `${formatP(feature.p)}${pMethod === null ? '' : ` (${pMethod})`}` },
    fact('p adjusted (Benjamini–Hochberg)', feature.pAdjusted, formatP),
    feature.scoreKind === 'p' ? null : fact('Distance', feature.score, formatNumber),
    {
      label: 'Threshold',
      value: `drifted ${feature.scoreKind === 'p' ? 'when p is below' : 'from a distance of'} ${formatPlain(feature.threshold)}`,
    },
    effect === null
      ? null
      : {
          label: 'Effect size',
          value: `${effect.word}: ${effect.name} ${formatNumber(effect.value)}${effect.interval === null ? '' : `, 95 % interval ${formatInterval(effect.interval, formatNumber) ?? ''}`}`,
        },
    power === null
      ? null
      : {
          label: 'Smallest shift found 80 % of the time',
          value: `${power.effect} of ${formatNumber(power.minimumDetectable)}`,
        },
    { label: 'Counted in the drift share', value: feature.inShare ? 'yes' : 'no' },
    { label: 'Type', value: `${feature.type} (${feature.typeReason})` },
    schema.outOfRangeShare === null
      ? null
      : { label: 'Outside the reference’s range', value: formatPercent(schema.outOfRangeShare) },
  ];
  return rows.filter((row) => row !== null);
}

const fact = (label: string, value: number | null, format: (v: number) => string): FactRow | null =>
  value === null ? null : { label, value: format(value) };

interface SideRow {
  readonly label: string;
  readonly reference: string;
  readonly production: string;
}

type Summary = Feature['summary']['reference'];

/** Summary statistics of both sides. */
export function sideRows(feature: Feature): SideRow[] {
  const { reference, production } = feature.summary;
  return [
    {
      label: 'Leads with a value',
      reference: formatCount(feature.nReference),
      production: formatCount(feature.nProduction),
    },
    {
      label: 'Missing',
      reference: missing(feature.missingReference, feature.missing.referenceShare),
      production: missing(feature.missingProduction, feature.missing.productionShare),
    },
    ...summaryLabels(reference ?? production).map(([label, read]) => ({
      label,
      reference: read(reference),
      production: read(production),
    })),
  ];
}

const missing = (count: number, share: number | null): string =>
  share === null ? formatCount(count) : `${formatCount(count)} (${formatPercent(share)})`;

type Reader = (summary: Summary) => string;

const numeric =
  (key: 'mean' | 'sd' | 'min' | 'p25' | 'p50' | 'p75' | 'max'): Reader =>
  (summary) =>
    summary?.kind === 'numeric' ? formatNumber(summary[key]) : MISSING;
const text =
  (key: 'meanLength' | 'meanWords'): Reader =>
  (summary) =>
    summary?.kind === 'text' ? formatNumber(summary[key]) : MISSING;
const distinct: Reader = (summary) =>
  summary === null || summary.kind === 'numeric' ? MISSING : formatCount(summary.distinct);
const mode: Reader = (summary) =>
  summary?.kind === 'categorical' && summary.mode !== null
    ? `${summary.mode} (${formatPercent(summary.modeShare)})`
    : MISSING;

function summaryLabels(summary: Summary): [string, Reader][] {
  if (summary === null) return [];
  if (summary.kind === 'text')
    return [
      ['Distinct texts', distinct],
      ['Mean length', text('meanLength')],
      ['Mean words', text('meanWords')],
    ];
  if (summary.kind === 'categorical')
    return [
      ['Distinct categories', distinct],
      ['Commonest', mode],
    ];
  return [
    ['Mean', numeric('mean')],
    ['Standard deviation', numeric('sd')],
    ['Minimum', numeric('min')],
    ['Lower quartile', numeric('p25')],
    ['Median', numeric('p50')],
    ['Upper quartile', numeric('p75')],
    ['Maximum', numeric('max')],
  ];
}

/** Further remarks on a feature, one sentence each. */
export function schemaFindings(feature: Feature): string[] {
  const { schema, missing: gaps } = feature;
  const list = (names: readonly string[], count: number): string =>
    names.length === 0
      ? ''
      : `: ${names.map((name) => `“${name}”`).join(', ')}${count > names.length ? ' …' : ''}`;
  return [
    schema.typeChange === null ? null : `Another type on each side: ${schema.typeChange}.`,
    gaps.status === 'drifted'
      ? `The share of missing values changed from ${formatPercent(gaps.referenceShare)} to ${formatPercent(gaps.productionShare)} (p ${formatP(gaps.p)}).`
      : null,
    schema.newCategories.count === 0
      ? null
      : `${plural(schema.newCategories.count, 'new category', 'new categories')} in ${plural(schema.newCategories.rows, 'row')}${list(schema.newCategories.names, schema.newCategories.count)}.`,
    schema.vanishedCategories.count === 0
      ? null
      : `${plural(schema.vanishedCategories.count, 'category', 'categories')} of the reference (${plural(schema.vanishedCategories.rows, 'row')}) no longer occur${list(schema.vanishedCategories.names, schema.vanishedCategories.count)}.`,
    schema.mismatchedProduction === 0
      ? null
      : `${plural(schema.mismatchedProduction, 'row')} of production hold values of another type.`,
    schema.mismatchedReference === 0
      ? null
      : `${plural(schema.mismatchedReference, 'row')} of the reference hold values of another type.`,
  ].filter((finding) => finding !== null);
}

/** The previous and next feature in the order of the drift table. */
export function neighbours(
  features: readonly Feature[],
  slug: string,
): { readonly previous: Feature | null; readonly next: Feature | null } {
  const index = features.findIndex((feature) => feature.slug === slug);
  return { previous: features[index - 1] ?? null, next: index === -1 ? null : (features[index + 1] ?? null) };
}
