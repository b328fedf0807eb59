import { DIRECTION_GLYPH, STATUS_GLYPH } from '../wording/status.ts';
import { type Brief, changeWords } from './brief.ts';

/** Block Kit's limits: https://docs.slack.dev/reference/block-kit/blocks */
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3000;
const MOST_FIELDS = 10;

type Block = Readonly<Record<string, unknown>>;

export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The report's message as Block Kit. Names from outside cannot mention anybody, link anywhere or look like our own words. */
export function slackMessage(brief: Brief, permalink: string | null, title: string): SlackMessage {
  const simulated = brief.simulated ? '[simulated] ' : '';
  const head = `${simulated}${STATUS_GLYPH[brief.status]} ${brief.word}: ${brief.headline}`;
  const firing = brief.firing.map(
    (alert) =>
      `*${slackText(alert.title)}* (${alert.severity}), ${slackText(alert.owner)}: ${slackText(alert.action)}`,
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
      { type: 'header', text: { type: 'plain_text', text: cut(plain(head), LONGEST_HEADER), emoji: false } },
      ...section([`Report ${brief.id}, ${slackText(brief.window)}`, ...coverage, ...reasons]),
      ...section(firing.length === 0 ? ['*Firing:* no alert'] : ['*Firing*', ...firing]),
      ...section(['*Since the last report*', ...changes]),
      ...(brief.retraining === null ? [] : section([`*${slackText(brief.retraining)}*`])),
      ...figureSections(brief.figures),
      ...(permalink === null ? [] : section([`<${permalink}|Open the report>`])),
    ],
  };
}

/** As many sections as the limit on their fields takes. */
function figureSections(figures: Brief['figures']): Block[] {
  const fields = figures.map(({ label, now, before }) => ({
    type: 'mrkdwn',
    verbatim: true,
    text: `${slackText(label)}\n*${slackText(now)}*${before === null || before === now ? '' : ` was ${slackText(before)}`}`,
  }));
  return Array.from({ length: Math.ceil(fields.length / MOST_FIELDS) }, (_, i) => ({
    type: 'section',
    fields: fields.slice(i * MOST_FIELDS, (i + 1) * MOST_FIELDS),
  }));
}

/** `verbatim`: Slack makes no links and no mentions of what merely looks like them. */
const section = (lines: readonly string[]): Block[] => [
  { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: cutLines(lines, LONGEST_SECTION) } },
];

/** Text as Slack's mrkdwn: no `<!channel>`, no `<@user>`, no link, no formatting of its own. */
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

/** Whole lines only: half an entity would be read as text. */
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
