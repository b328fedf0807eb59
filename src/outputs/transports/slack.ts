import { z } from 'zod';
import { deliveryUnknown, unsent } from '../delivery.ts';
import {
  type DigestMessage,
  digestKey,
  type IncidentMessage,
  messageKey,
  type Transport,
} from '../routes/transport.ts';
import { type HttpEnvironment, postOnce } from '../send-request.ts';
import type { SlackMessage } from '../slack/blocks.ts';
import { slackDigest, slackIncident } from '../slack/incident.ts';
import { plainTransport } from './plain.ts';

interface SlackWebhook {
  /** Name of the variable, for errors. */
  readonly setting: string;
  readonly url: string;
}

/** Slack by an incoming webhook, which cannot make threads. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackWebhook({ setting, url }: SlackWebhook, world: HttpEnvironment): Transport {
  return plainTransport({
    incidentBody: slackIncident,
    digestBody: slackDigest,
    post: (body, idempotencyKey) => postOnce({ setting, url, body, idempotencyKey }, world),
  });
}

interface SlackBot {
  readonly setting: string;
  readonly apiUrl: string;
  readonly token: string;
  /** Id of a channel that the bot is a member of. */
  readonly channel: string;
}

const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().optional(),
});

/** Errors after which a part of the work may have been done. */
const UNCERTAIN = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);
/** The first message of the thread was deleted. */
const NO_THREAD = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message']);

/**
 * Slack by a bot: one thread for each incident.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function slackBot(options: SlackBot, world: HttpEnvironment): Transport {
  const preview = (message: IncidentMessage) => slackBotBody(options, slackIncident(message), message.thread);
  const previewDigest = (message: DigestMessage) => slackBotBody(options, slackDigest(message), null);
  return {
    exact: false,
    tellsAcknowledged: false,
    preview,
    async incident(message) {
      const key = messageKey(message.news);
      const { thread } = message;
      const first = await postMessage(preview(message), key, options, world);
      if (first.posted) return thread ?? first.ts;
      const again = await postMessage(preview({ ...message, thread: null }), `${key}.new`, options, world);
      return again.posted ? again.ts : null;
    },
    previewDigest,
    async digest(message) {
      await postMessage(previewDigest(message), digestKey(message), options, world);
    },
  };
}

/** Parameters of `chat.postMessage`. */
export const slackBotBody = (
  { channel }: Pick<SlackBot, 'channel'>,
  message: SlackMessage,
  thread: string | null,
) => ({
  channel,
  ...message,
  unfurl_links: false,
  unfurl_media: false,
  ...(thread === null ? {} : { thread_ts: thread }),
});

/** `ts` names the message and begins its thread; null where the answer does not say it. */
type Posted = { readonly posted: true; readonly ts: string | null } | { readonly posted: false };

/** @returns `posted: false` where the thread is gone: nothing was posted. */
export async function postMessage(
  body: { readonly thread_ts?: string },
  idempotencyKey: string,
  { setting, apiUrl, token }: SlackBot,
  world: HttpEnvironment,
): Promise<Posted> {
  const url = `${apiUrl.replace(/\/$/, '')}/chat.postMessage`;
  const headers = { Authorization: `Bearer ${token}` };
  const text = await postOnce({ setting, url, headers, body, idempotencyKey }, world);
  const answer = answerSchema.safeParse(parsed(text));
  // The status of a refusal is 200 as well.
  if (!answer.success) throw deliveryUnknown(`${setting}: the answer is not Slack’s.`);
  const { ok, error = '', ts = '' } = answer.data;
  if (ok) return { posted: true, ts: /^\d{1,20}\.\d{1,20}$/.test(ts) ? ts : null };
  if (body.thread_ts !== undefined && NO_THREAD.has(error)) return { posted: false };
  const words = `${setting}: Slack answered ${/^[a-z_]{1,60}$/.test(error) ? error : 'with an error'}.`;
  throw UNCERTAIN.has(error) ? deliveryUnknown(words) : unsent(words);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
