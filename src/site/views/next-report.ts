import type { Report } from '../../report/schema/report.ts';
import { sentence } from '../../wording/clean-text.ts';
import { plural } from '../../wording/format.ts';

/** What further reports bring that a first one cannot have, one sentence each. */
export function nextReportBrings(report: Report): string[] {
  const { drift, performance, outcomes, simulated } = report;
  if (simulated) return ['With a log of your own: every report is kept, and compared with the one before.'];
  const few = drift.features.filter(({ status }) => status === 'not-enough-data').length;
  return [
    'With the next report: what changed, and since when each problem stands. With the second, trends begin.',
    ...(few === 0 ? [] : [`${plural(few, 'feature')} will be tested once there are rows enough.`]),
    ...(performance?.judgement === 'few' && performance.reason !== null
      ? [`Performance, once outcomes are mature: ${sentence(performance.reason)}`]
      : []),
    ...(outcomes.present
      ? []
      : [
          'With outcomes (`OUTCOMES_PATH`): whether the scores come true, and whether the top of the list converts.',
        ]),
    'Days before this one can be added: `npm run monitor -- backfill --from … --to …`.',
  ];
}
