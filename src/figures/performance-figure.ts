import type { Figure } from '../report/schema/common.ts';
import type { PerformanceSection } from '../report/schema/performance.ts';
import { clause } from '../wording/clean-text.ts';
import { formatInterval, formatNumber, formatPercent, plural } from '../wording/format.ts';
import { significant } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';

type Name = 'rocAuc' | 'accuracy';

interface Words {
  readonly id: 'roc-auc' | 'accuracy';
  readonly name: Name;
  readonly label: string;
  readonly definition: string;
  readonly source: string | null;
}

/** A figure of realised performance: judged by the rule of the performance drop, shown beside its baseline. */
export function performanceFigure({ id, name, label, definition, source }: Words) {
  const isShare = name === 'accuracy';
  const format = isShare ? formatPercent : (value: number | null) => formatNumber(value);
  const baselineOf = ({ performance }: { readonly performance?: PerformanceSection | undefined }) =>
    performance?.baseline?.[name]?.value ?? null;
  return defineFigure({
    id,
    label,
    subject: `The ${clause(label)}`,
    unit: isShare ? 'share' : 'score',
    definition,
    source,
    section: 'outcomes',
    policy: null,
    policyKeys: ['performance.', 'outcomes.', 'reference.scores'],
    card: false,
    coveredByAlert: 'performance-drop',
    csv: isShare ? 'accuracy' : 'roc_auc',
    metric: isShare
      ? { name: 'accuracy_ratio', help: 'Accuracy of the newest window whose outcomes are complete.' }
      : { name: 'roc_auc', help: 'ROC AUC of the newest window whose outcomes are complete.' },
    rows: 'outcome',
    // Half of all pairs are in order by chance: the axis begins there, unless a value lies below.
    ...(isShare ? {} : { trend: { chart: { min: 0.5 } } }),
    read: ({ performance }) => readPerformance(performance, name),
    range: (_, report) => {
      const baseline = baselineOf(report);
      return baseline === null ? null : `baseline ${format(baseline)}`;
    },
    limits: (_, report) => ({ min: baselineOf(report), max: null }),
    basis: ({ value, n, interval }, { performance }) => {
      if (value === null) return null;
      const among = performance?.population === 'contacted' ? ' of contacted leads' : '';
      const between = formatInterval(interval, format);
      return `${plural(n, 'outcome')}${among}${between === null ? '' : `; 95 % interval ${between}`}`;
    },
    reason: ({ value }, report) => {
      const baseline = baselineOf(report);
      const words = (given: number): string => (isShare ? formatPercent(given) : significant(given));
      return `${label} ${words(value ?? 0)}${baseline === null ? '' : `, baseline ${words(baseline)}`}.`.replaceAll(
        '\u00a0',
        ' ',
      );
    },
  });
}

function readPerformance(performance: PerformanceSection | undefined, name: Name): Figure {
  const found = performance?.realised?.[name] ?? null;
  const reason = performance === undefined ? 'Performance was not judged.' : performance.reason;
  const status = performance === undefined ? 'unknown' : statusOf(performance, name);
  return {
    value: found?.value ?? null,
    status: found === null ? 'unknown' : status,
    range: null,
    n: found === null ? 0 : (performance?.realised?.n ?? 0),
    interval: found?.interval ?? null,
    reason: found === null ? (reason ?? 'There are no mature outcomes.') : null,
    // The alert has it.
    action: null,
  };
}

/** As the performance drop judged: of two figures the one that fell, by its largest z. Without a baseline, ranking alone. */
function statusOf({ judgement, drop, looks }: PerformanceSection, name: Name): Figure['status'] {
  if (drop.state !== 'open') return judgement === 'judged' ? 'green' : 'unknown';
  const worst = drop.critical ? 'red' : 'yellow';
  const largest = (figure: Name): number =>
    looks.reduce((most, look) => Math.max(most, look[figure]?.z ?? -Infinity), -Infinity);
  const [auc, accuracy] = [largest('rocAuc'), largest('accuracy')];
  const fell: Name = accuracy > auc ? 'accuracy' : 'rocAuc';
  if (name === fell) return worst;
  return looks.length === 0 ? 'unknown' : 'green';
}
