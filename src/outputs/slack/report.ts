import { STATUS_GLYPH } from '../../wording/status.ts';
import { type Brief, changeLines, noneFiring, verdictLine } from '../brief.ts';
import {
  fieldBlocks,
  headerBlock,
  linkBlocks,
  type SlackMessage,
  sectionBlock,
  slackText,
} from './blocks.ts';

/** A report's message as Block Kit. Names from the input are escaped: no mentions, links or formatting. */
export function slackMessage(brief: Brief, permalink: string | null, title: string): SlackMessage {
  const head = verdictLine(brief);
  const firing = brief.firing.map(
    (alert) =>
      `*${slackText(alert.title)}* (${alert.severity})${alert.since === null ? '' : `, ${slackText(alert.since)}`}, ${slackText(alert.owner)}: ${slackText(alert.action)}`,
  );
  const reasons = brief.reasons
    .slice(1)
    .map((reason) => `${STATUS_GLYPH[reason.status]} ${slackText(reason.text)}`);
  const coverage = brief.coverage === null ? [] : [slackText(brief.coverage)];
  return {
    text: `${slackText(head)} – ${slackText(title)}`,
    blocks: [
      headerBlock(head),
      sectionBlock([`Report ${brief.id}, ${slackText(brief.window)}`, ...coverage, ...reasons]),
      sectionBlock(
        firing.length === 0 ? [`*Firing:* ${slackText(noneFiring(brief))}`] : ['*Firing*', ...firing],
      ),
      ...(brief.decided.length === 0 ? [] : [sectionBlock(['*Decided*', ...brief.decided.map(slackText)])]),
      sectionBlock(['*Since the last report*', ...changeLines(brief).map(slackText)]),
      ...(brief.retraining === null ? [] : [sectionBlock([`*${slackText(brief.retraining)}*`])]),
      ...fieldBlocks(brief.figures.map(figureText)),
      ...linkBlocks(permalink),
    ],
  };
}

const figureText = ({ label, now, before, lastDay }: Brief['figures'][number]): string =>
  `${slackText(label)}\n*${slackText(now)}*${before === null || before === now ? '' : ` was ${slackText(before)}`}${lastDay === null ? '' : `\n${slackText(lastDay)}`}`;
