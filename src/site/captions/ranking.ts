import { judgedRow, topWords } from '../../figures/top-of-list.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import { formatCount, formatNumber, formatPercent, plural } from '../../wording/format.ts';

/** Where the curve of the gains reaches one half, between two of its points. */
function halfOf({ gains }: RankingSection, side: 'realised' | 'estimated'): number | null {
  const at = gains.findIndex((point) => (point[side] ?? 0) >= 0.5);
  const after = gains[at];
  if (after === undefined) return null;
  const before = gains[at - 1] ?? { share: 0, realised: 0, estimated: 0 };
  const [low, high] = [before[side] ?? 0, after[side] ?? 1];
  return before.share + ((0.5 - low) / (high - low)) * (after.share - before.share);
}

/** How much of the list holds half of the leads that engage. */
export function gainsCaption(section: RankingSection): string {
  const known = section.gains.some(({ realised }) => realised !== null);
  const half = halfOf(section, known ? 'realised' : 'estimated');
  const who = known ? 'engaged' : 'are expected to engage';
  const random = 'At random it would take half of the list.';
  const found =
    half === null
      ? ''
      : `About ${formatPercent(Math.round(half * 100) / 100)} of the list, from the top, hold half of the leads that ${who}. ${random}`;
  return known
    ? found
    : `${found} Too few leads outside the top have an outcome to see the realised curve.`.trim();
}

export function liftCaption(section: RankingSection): string {
  const row = judgedRow(section);
  if (row?.lift != null) {
    return `The ${topWords(row.k)} hold ${formatNumber(row.lift.value)} times as many engaged leads as the same number called at random; a lift of 1 is chance.`;
  }
  const expected = section.rows.find(({ k, source }) => k === section.limits.k && source === 'estimated');
  const times =
    expected?.lift == null
      ? ''
      : `The ${topWords(expected.k)} are expected to hold ${formatNumber(expected.lift.value)} times as many engaged leads as chance. `;
  return `${times}A lift of 1 is chance.`;
}

export function conversionCaption({ deciles, population }: RankingSection): string {
  const known = deciles.flatMap(({ realised }) => (realised === null ? [] : [realised.value]));
  const [first, last] = [known[0], known.at(-1)];
  const rises = known.filter((rate, i) => i > 0 && rate > (known[i - 1] ?? 1)).length;
  const among = population === 'contacted' ? ' Groups that were not contacted have no rate.' : '';
  if (first === undefined || last === undefined || known.length < 2) {
    return `What the scores foretell of each tenth of the list; outcomes are not known.${among}`;
  }
  const order =
    rises === 0
      ? 'no group converts more than the one above it'
      : `${plural(rises, 'group converts', 'groups convert')} more than the one above`;
  return `From the top to the last known group, conversion goes from ${formatPercent(first)} to ${formatPercent(last)}; ${order}.${among}`;
}

export function weeksCaption({ weeks, limits }: RankingSection): string {
  const judged = weeks.flatMap(({ mature, realised }) => (mature && realised !== null ? [realised] : []));
  const below = judged.filter(({ interval }) => interval[1] < limits.targetPrecision).length;
  const young = weeks.filter(({ mature }) => !mature).length;
  const wait =
    young === 0
      ? ''
      : ` The newest ${young === 1 ? 'week (shaded) still waits' : `${formatCount(young)} weeks (shaded) still wait`} for outcomes.`;
  if (judged.length === 0) return `No mature week has enough outcomes at the ${topWords(limits.k)}.${wait}`;
  const of = `${below === 0 ? 'none' : formatCount(below)} of ${plural(judged.length, 'mature week')}`;
  return `The ${topWords(limits.k)} was surely below the target of ${formatPercent(limits.targetPrecision)} in ${of}.${wait}`;
}
