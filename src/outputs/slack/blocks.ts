import { oneLine } from '../../wording/clean-text.ts';

/** Block Kit's limits: https://docs.slack.dev/reference/block-kit/blocks */
const MAX_HEADER_CHARACTERS = 150;
const MAX_SECTION_CHARACTERS = 3000;
const MAX_FIELD_CHARACTERS = 2000;
const MAX_FIELDS = 10;

export type Block = Readonly<Record<string, unknown>>;

export interface SlackMessage {
  /** For notifications, and for clients that show no blocks. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Plain text: nothing in it is a command. */
export const headerBlock = (text: string): Block => ({
  type: 'header',
  text: { type: 'plain_text', text: cut(plain(text), MAX_HEADER_CHARACTERS), emoji: false },
});

/** @param lines escaped by `slackText`. `verbatim` turns off Slack's automatic links and mentions. */
export const sectionBlock = (lines: readonly string[]): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', verbatim: true, text: cutLines(lines, MAX_SECTION_CHARACTERS) },
});

/** @param texts escaped; spread over sections, because the number of fields per section is limited. */
export function fieldBlocks(texts: readonly string[]): Block[] {
  const fields = texts.map((text) => ({
    type: 'mrkdwn',
    verbatim: true,
    text: cutLines(text.split('\n'), MAX_FIELD_CHARACTERS),
  }));
  return Array.from({ length: Math.ceil(fields.length / MAX_FIELDS) }, (_, i) => ({
    type: 'section',
    fields: fields.slice(i * MAX_FIELDS, (i + 1) * MAX_FIELDS),
  }));
}

export const linkBlocks = (address: string | null): Block[] =>
  address === null ? [] : [sectionBlock([`<${address}|Open the report>`])];

/** Escapes text for Slack's mrkdwn: no `<!channel>`, no `<@user>`, no links, no formatting. */
export function slackText(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '$&\u200b')
    .replace(/@(?=\w)/g, '@\u200b');
}

const plain = (text: string): string => oneLine(text).trim();

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
