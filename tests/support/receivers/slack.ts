import type { Answer, Call } from '../http.ts';

/** What Slack demands of messages: https://docs.slack.dev/reference/block-kit/blocks and chat.postMessage. */

interface Block {
  readonly type?: unknown;
  readonly text?: { readonly type?: unknown; readonly text?: unknown };
  readonly fields?: readonly { readonly type?: unknown; readonly text?: unknown }[];
}

const isText = (text: unknown, longest: number): boolean =>
  typeof text === 'string' && text.length > 0 && text.length <= longest;

function faultOf(block: Block): string | null {
  if (block.type === 'header') {
    return block.text?.type === 'plain_text' && isText(block.text.text, 150) ? null : 'invalid_blocks';
  }
  if (block.type !== 'section') return 'invalid_blocks';
  if (block.fields === undefined) return isText(block.text?.text, 3000) ? null : 'invalid_blocks';
  const fits = block.fields.length > 0 && block.fields.length <= 10;
  return fits && block.fields.every(({ text }) => isText(text, 2000)) ? null : 'invalid_blocks';
}

function messageFault({ method, headers, body }: Call): string | null {
  if (method !== 'POST' || headers['content-type']?.startsWith('application/json') !== true)
    return 'invalid_payload';
  const { text, blocks } = (body ?? {}) as { text?: unknown; blocks?: unknown };
  if (!isText(text, 40_000)) return 'no_text';
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > 50) return 'invalid_blocks';
  return (blocks as Block[]).map(faultOf).find((fault) => fault !== null) ?? null;
}

/** An incoming webhook. */
export function slackHook(call: Call): Answer {
  if ('thread_ts' in ((call.body ?? {}) as object)) return { status: 400, body: 'invalid_payload' };
  const fault = messageFault(call);
  return fault === null ? { status: 200, body: 'ok' } : { status: 400, body: fault };
}

export interface SlackPost {
  readonly ts: string;
  readonly thread: string | null;
  readonly text: string;
}

/** A workspace with one channel and one bot. */
export function slackWorkspace({ token = 'xoxb-1', channel = 'C0123456' } = {}) {
  const posts: SlackPost[] = [];
  const refuse = (error: string): Answer => ({ status: 200, body: { ok: false, error } });
  const answer = (call: Call): Answer => {
    if (call.path !== '/api/chat.postMessage') return refuse('unknown_method');
    if (call.headers.authorization !== `Bearer ${token}`) return refuse('invalid_auth');
    const { channel: to, thread_ts: thread = null, text } = call.body as Record<string, string | undefined>;
    if (to !== channel) return refuse('channel_not_found');
    const fault = messageFault(call);
    if (fault !== null) return refuse(fault);
    if (thread !== null && !posts.some(({ ts }) => ts === thread)) return refuse('thread_not_found');
    const ts = `1700000000.${String(posts.length + 1).padStart(6, '0')}`;
    posts.push({ ts, thread, text: text ?? '' });
    return { status: 200, body: { ok: true, channel, ts, message: { text } } };
  };
  return { posts, answer };
}
