import type { PerformanceSection } from '../../report/schema/performance.ts';
import { aucInterval } from '../../stats/performance/auc.ts';
import type { ChanceFinding } from '../../stats/performance/chance-rule.ts';
import { formatCount, plural, significant } from '../../wording/sentence-numbers.ts';
import { isoDate } from '../../wording/time.ts';
import type { ShownChance } from '../privacy/publish-performance.ts';
import type { DatedLook } from './judge.ts';
import type { Maturity } from './maturity.ts';

const among = (population: PerformanceSection['population']): string =>
  population === 'contacted' ? ' among contacted leads' : '';

/** "ROC AUC 0.501 (95 % interval 0.48 to 0.522) on 1,200 outcomes". */
export function aucInWords({ auc, n }: ShownChance, population: PerformanceSection['population']): string {
  if (auc === null) return plural(n, 'outcome');
  const [low, high] = auc.interval;
  return `ROC AUC ${significant(auc.value)} (95 % interval ${significant(low)} to ${significant(high)}) on ${plural(n, 'outcome')}${among(population)}`;
}

export function noRanking(
  { auc }: ChanceFinding,
  shown: ShownChance,
  population: PerformanceSection['population'],
): string {
  const measured = `${aucInWords(shown, population)}, surely below ${significant(shown.below ?? 0.5)}`;
  return auc !== null && aucInterval(auc)[0] > 0.5
    ? `The model has lost most of its ranking: ${measured}, which is a third of what it was above chance.`
    : `The model does not rank leads better than chance: ${measured}.`;
}

/** The look with the largest z, or of the critical ones. */
function worstLook(looks: readonly DatedLook[]): DatedLook | undefined {
  const critical = looks.filter((look) => look.critical);
  return (critical.length > 0 ? critical : looks).toSorted((a, b) => b.z - a.z)[0];
}

/** A fall of ROC AUC, or of a share in points. */
export const sizeOfFall = (isArea: boolean, fall: number): string =>
  isArea ? significant(fall) : `${significant(fall * 100)} points`;

/** "ROC AUC fell by 0.47 over the last mature week (1,155 outcomes)". */
export function fallInWords(
  looks: readonly DatedLook[],
  population: PerformanceSection['population'],
): string {
  const look = worstLook(looks);
  if (look === undefined) return 'no mature week can be compared with the baseline';
  const { rocAuc, accuracy, weeks, n } = look;
  const area = rocAuc !== null && rocAuc.z >= accuracy.z;
  const size = sizeOfFall(area, (area ? rocAuc : accuracy).fall);
  const stretch = weeks === 1 ? 'mature week' : `${weeks} mature weeks`;
  return `${area ? 'ROC AUC' : 'Accuracy'} fell by ${size} over the last ${stretch} (${plural(n, 'outcome')}${among(population)})`;
}

export const maturityInWords = ({ days, source, provisional }: Maturity): string =>
  `Outcomes are complete after ${plural(days, 'day')}${source === 'learnt' ? `, as learnt from them${provisional ? ', provisionally: the log does not reach back twice as long' : ''}` : ''}`;

/** What an unfinished judgement waits for. */
export function waitsFor(missing: number, what: string): string {
  return `${what}; about ${formatCount(missing)} more mature ${missing === 1 ? 'outcome is' : 'outcomes are'} needed.`;
}

export const firstMature = (maturity: Maturity, oldest: number): string =>
  `No outcome is mature yet: first mature on ${isoDate(oldest + maturity.days * 86_400_000)}.`;
