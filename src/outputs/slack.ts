import { DIRECTION_GLYPH, STATUS_GLYPH } from '../wording/status.ts';
import { type Brief, changeWords, noneFiring } from './brief.ts';

/** Block Kit's limits: https://docs.slack.dev/reference/block-kit/blocks */
const MAX_HEADER_CHARACTERS = 150;
const MAX_SECTION_CHARACTERS = 3000;
const MAX_FIELDS = 10;

type Block = Readonly<Record<string, unknown>>;

export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A report's message as Block Kit. Names from the input are escaped: no mentions, links or formatting. */
export function slackMessage(brief: Brief, permalink: string | null, title: string): SlackMessage {
  const simulated = brief.simulated ? '[simulated] ' : '';
  const head = `${simulated}${STATUS_GLYPH[brief.status]} ${brief.word}: ${brief.headline}`;
  const firing = brief.firing.map(
    (alert) =>
      `*${slackText(alert.title)}* (${alert.severity})${alert.since === null ? '' : `, ${slackText(alert.since)}`}, ${slackText(alert.owner)}: ${slackText(alert.action)}`,
  );
  const changes =
    brief.changes === null || brief.changes.length === 0
      ? [changeWords(brief.changes)]
      : brief.changes.map((change) => `${DIRECTION_GLYPH[change.direction]} ${slackText(change.text)}`);
  const reasons = brief.reasons
    .slice(1)
    .map((reason) => `${STATUS_GLYPH[reason.status]} ${slackText(reason.text)}`);
  const coverage = brief.coverage === null ? [] : [slackText(brief.coverage)];
  return {
    text: `${slackText(head)} – ${slackText(title)}`,
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(plain(head), MAX_HEADER_CHARACTERS), emoji: false },
      },
      ...section([`Report ${brief.id}, ${slackText(brief.window)}`, ...coverage, ...reasons]),
      ...section(firing.length === 0 ? [`*Firing:* ${slackText(noneFiring(brief))}`] : ['*Firing*', ...firing]),
      ...(brief.decided.length === 0 ? [] : section(['*Decided*', ...brief.decided.map(slackText)])),
      ...section(['*Since the last report*', ...changes]),
      ...(brief.retraining === null ? [] : section([`*${slackText(brief.retraining)}*`])),
      ...figureSections(brief.figures),
      ...(permalink === null ? [] : section([`<${permalink}|Open the report>`])),
    ],
  };
}

/** Distributes fields over sections, because the number of fields per section is limited. */
function figureSections(figures: Brief['figures']): Block[] {
  const fields = figures.map(({ label, now, before, lastDay }) => ({
    type: 'mrkdwn',
    verbatim: true,
    text: `${slackText(label)}\n*${slackText(now)}*${before === null || before === now ? '' : ` was ${slackText(before)}`}${lastDay === null ? '' : `\n${slackText(lastDay)}`}`,
  }));
  return Array.from({ length: Math.ceil(fields.length / MAX_FIELDS) }, (_, i) => ({
    type: 'section',
    fields: fields.slice(i * MAX_FIELDS, (i + 1) * MAX_FIELDS),
  }));
}

/** `verbatim` turns off Slack's automatic links and mentions. */
const section = (lines: readonly string[]): Block[] => [
  {
    type: 'section',
    text: { type: 'mrkdwn', verbatim: true, text: cutLines(lines, MAX_SECTION_CHARACTERS) },
  },
];

/** Escapes text for Slack's mrkdwn: no `<!channel>`, no `<@user>`, no links, no formatting. */
export function slackText(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '$&\u200b')
    .replace(/@(?=\w)/g, '@\u200b');
}

const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;

/** Cuts at line ends only, because a cut entity such as `&am` would be shown as text. */
function cutLines(lines: readonly string[], length: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += line.length + 1;
    if (used > length - 20) return [...kept, '…'].join('\n');
    kept.push(line);
  }
  return kept.join('\n');
}
