import type { PerformanceSection } from '../../report/schema/performance.ts';
import { formatNumber, plural } from '../../wording/format.ts';

type Week = PerformanceSection['windows'][number];

/** The realised ROC AUC of a week whose outcomes are complete; other weeks are shown by their estimate alone. */
export const matureRocAuc = ({ mature, realised }: Pick<Week, 'mature' | 'realised'>) =>
  mature ? (realised?.rocAuc ?? null) : null;

/** In how many mature weeks the whole interval of the realised ROC AUC lay below what the scores foretold or below the baseline. */
export function performanceWeeksCaption(
  weeks: readonly Pick<Week, 'mature' | 'realised' | 'estimated'>[],
  baseline: number | null,
): string {
  const known = weeks.flatMap((week) => {
    const found = matureRocAuc(week);
    if (found === null) return [];
    return [{ value: found.value, top: found.interval[1], estimate: week.estimated?.rocAuc?.value ?? null }];
  });
  const last = known.at(-1);
  if (last === undefined)
    return 'No week has enough mature outcomes yet: the line is what the scores foretell.';
  const below = (limit: (week: (typeof known)[number]) => number | null): number =>
    known.filter((week) => {
      const at = limit(week);
      return at !== null && week.top < at;
    }).length;
  const against = [
    `what the scores foretold in ${below(({ estimate }) => estimate) || 'none'}`,
    ...(baseline === null ? [] : [`the baseline in ${below(() => baseline) || 'none'}`]),
  ];
  return `The newest mature week has ${formatNumber(last.value)}. Of ${plural(known.length, 'mature week')} the whole interval lay below ${against.join(', below ')}.`;
}
