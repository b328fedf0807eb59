import { DIRECTION_GLYPH, STATUS_GLYPH } from '../../wording/status.ts';
import { type Brief, changeWords, noneFiring } from '../brief.ts';
import { markdownTable, markdownText } from './markdown.ts';

/** The report as Markdown, for `GITHUB_STEP_SUMMARY` and for the issue. */
export function jobSummary(brief: Brief, permalink: string | null, title: string): string {
  const text = markdownText;
  const changes =
    brief.changes === null || brief.changes.length === 0
      ? [changeWords(brief.changes)]
      : brief.changes.map((change) => `- ${DIRECTION_GLYPH[change.direction]} ${text(change.text)}`);
  const dated = brief.firing.some((alert) => alert.since !== null);
  const firing = brief.firing.map((alert) => [
    `**${text(alert.title)}**`,
    alert.severity,
    ...(dated ? [text(alert.since ?? 'new')] : []),
    text(alert.owner),
    text(alert.action),
  ]);
  const figures = brief.figures.map(({ label, now, before }) => [
    text(label),
    text(now),
    ...(before === null ? [] : [text(before)]),
  ]);
  const compared = brief.figures.some((figure) => figure.before !== null);
  return `${[
    `## ${STATUS_GLYPH[brief.status]} ${text(brief.word)}: ${text(brief.headline)}`,
    ...(brief.coverage === null ? [] : [text(brief.coverage)]),
    ...(brief.simulated ? ['**Simulated data: nothing here was measured.**'] : []),
    `${text(title)}, report ${brief.id}, ${text(brief.window)}`,
    ...(permalink === null ? [] : [`[Open the report](${permalink})`]),
    brief.reasons
      .slice(1)
      .map((reason) => `- ${STATUS_GLYPH[reason.status]} ${text(reason.text)}`)
      .join('\n'),
    '### Since the last report',
    changes.join('\n'),
    '### Firing',
    firing.length === 0
      ? noneFiring(brief)
      : markdownTable(['Alert', 'Severity', ...(dated ? ['Since'] : []), 'Owner', 'Action'], firing),
    ...(brief.decided.length === 0
      ? []
      : ['### Decided', brief.decided.map((line) => `- ${text(line)}`).join('\n')]),
    ...(brief.retraining === null ? [] : [`**${text(brief.retraining)}**`]),
    '### Figures',
    markdownTable(['Figure', 'Now', ...(compared ? ['Before'] : [])], figures),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
