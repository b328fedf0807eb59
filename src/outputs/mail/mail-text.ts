import { STATUS_GLYPH } from '../../wording/status.ts';
import { type Brief, changeLines, firingLine, movedFigures, noneFiring, stillWords } from '../brief.ts';

/** The mail as plain text. */
export function mailText(brief: Brief, permalink: string | null, title: string): string {
  const lines = [
    ...(brief.simulated ? ['SIMULATED DATA: nothing here was measured.', ''] : []),
    `${STATUS_GLYPH[brief.status]} ${brief.word}: ${brief.headline}`,
    ...(brief.coverage === null ? [] : [brief.coverage]),
    ...brief.reasons.slice(1).map((reason) => `${STATUS_GLYPH[reason.status]} ${reason.text}`),
    '',
    ...(permalink === null ? [] : [permalink, '']),
    'CHANGED SINCE THE LAST REPORT',
    ...changeLines(brief),
    '',
    'FIRING',
    ...(brief.firing.length === 0
      ? [noneFiring(brief)]
      : brief.firing.map((alert) => `- ${firingLine(alert)}`)),
    ...(brief.decided.length === 0 ? [] : ['', 'DECIDED', ...brief.decided.map((line) => `- ${line}`)]),
    ...(brief.retraining === null ? [] : ['', brief.retraining]),
    '',
    'FIGURES',
    ...movedFigures(brief).moved.map(({ label, now, before, lastDay }) => {
      const was = before === null || before === now ? '' : ` (was ${before})`;
      return `${label}: ${now}${was}${lastDay === null ? '' : `, ${lastDay}`}`;
    }),
    ...[stillWords(movedFigures(brief).still)].filter((words) => words !== null),
    '',
    `Window: ${brief.window}`,
    `${title}, report ${brief.id}`,
  ];
  return `${lines.join('\n')}\n`;
}
