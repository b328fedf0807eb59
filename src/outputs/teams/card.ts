import type { Status } from '../../report/schema/common.ts';
import { oneLine } from '../../wording/clean-text.ts';

/** Adaptive Cards as Teams takes them: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */

/** Of a whole message that a webhook may send, in bytes of UTF-8; some room is left for what the workflow adds. */
const MAX_MESSAGE_BYTES = 28 * 1024 - 1024;

export type Element = Readonly<Record<string, unknown>>;

export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [Element];
}

const COLORS = { green: 'Good', yellow: 'Warning', red: 'Attention', unknown: 'Default' } as const;

interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly soft?: boolean;
}

/** A paragraph of text runs, which know no Markdown, unlike text blocks and facts. */
export const paragraph = (runs: readonly Run[]): Element => ({
  type: 'RichTextBlock',
  inlines: runs.map(({ text, bold = false, soft = false }) => ({
    type: 'TextRun',
    text: cardText(text),
    ...(bold ? { weight: 'Bolder' } : {}),
    ...(soft ? { isSubtle: true } : {}),
  })),
});

export const heading = (text: string, status: Status): Element => ({
  type: 'RichTextBlock',
  inlines: [
    { type: 'TextRun', text: cardText(text), size: 'Large', weight: 'Bolder', color: COLORS[status] },
  ],
});

/** A message with one card. Paragraphs at the end are left out where the message would be too large. */
export function teamsMessage(head: Element, body: readonly Element[], link: string | null): TeamsMessage {
  const messageOf = (shown: readonly Element[]): TeamsMessage => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.2',
          msteams: { width: 'Full' },
          body: [head, ...shown],
          ...(link === null
            ? {}
            : { actions: [{ type: 'Action.OpenUrl', title: 'Open the report', url: link }] }),
        },
      },
    ],
  });
  for (let count = body.length; ; count--) {
    const shown = count === body.length ? body : [...body.slice(0, count), paragraph([{ text: '…' }])];
    const message = messageOf(shown);
    if (count === 0 || Buffer.byteLength(JSON.stringify(message)) <= MAX_MESSAGE_BYTES) return message;
  }
}

/** One line, without `{{DATE(…)}}` and `{{TIME(…)}}`, which a card replaces. */
const cardText = (text: string): string => oneLine(text).replaceAll('{{', '{\u200b{');
