import type { Answer, Call } from '../http.ts';

interface Run {
  readonly type?: unknown;
  readonly text?: unknown;
}

interface Card {
  readonly $schema?: unknown;
  readonly type?: unknown;
  readonly version?: unknown;
  readonly body?: readonly {
    readonly type?: unknown;
    readonly inlines?: readonly Run[];
  }[];
  readonly actions?: readonly { readonly type?: unknown; readonly title?: unknown; readonly url?: unknown }[];
}

/** Largest message of a webhook: https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const MAX_BYTES = 28 * 1024;

/** Texts of a card, which is well formed; null where it is not. */
export function cardTexts(body: unknown): string[] | null {
  const { type, attachments } = (body ?? {}) as {
    type?: unknown;
    attachments?: readonly Record<string, unknown>[];
  };
  const [attachment, ...more] = attachments ?? [];
  if (type !== 'message' || attachment === undefined || more.length > 0) return null;
  if (attachment['contentType'] !== 'application/vnd.microsoft.card.adaptive') return null;
  const card = attachment['content'] as Card;
  if (card.type !== 'AdaptiveCard' || !/^1\.[0-5]$/.test(String(card.version))) return null;
  if (card.body === undefined || card.body.length === 0) return null;
  const links = (card.actions ?? []).every(
    (action) =>
      action.type === 'Action.OpenUrl' &&
      typeof action.title === 'string' &&
      URL.canParse(String(action.url)),
  );
  const runs = card.body.flatMap((element): readonly (Run | null)[] =>
    element.type === 'RichTextBlock' ? (element.inlines ?? [null]) : [null],
  );
  const fine = links && runs.every((run) => run?.type === 'TextRun' && typeof run.text === 'string');
  return fine ? runs.map((run) => String(run?.text)) : null;
}

/** A workflow that posts the card that its webhook receives. */
export function teamsWorkflow(call: Call): Answer {
  if (call.method !== 'POST' || call.headers['content-type']?.startsWith('application/json') !== true)
    return { status: 415 };
  if (Buffer.byteLength(call.text) > MAX_BYTES) return { status: 413 };
  return cardTexts(call.body) === null ? { status: 400 } : { status: 202 };
}
