import { createHmac } from 'node:crypto';
import type { Brief } from '../brief.ts';
import type { News } from '../routes/due.ts';
import type { DigestMessage, IncidentMessage, Transport } from '../routes/transport.ts';
import { type HttpEnvironment, postOnce } from '../send-request.ts';
import { plainTransport } from './plain.ts';

interface Webhook {
  /** Name of the variable, for errors. */
  readonly setting: string;
  readonly url: string;
  /** Bearer token; null sends none. */
  readonly token: string | null;
  /** Key of the signature: `whsec_` and Base64, or any text; null signs nothing. */
  readonly secret: string | null;
}

/** Any server that takes JSON. */
export function webhook(options: Webhook, world: HttpEnvironment): Transport {
  return plainTransport({
    incidentBody: incidentPayload,
    digestBody: digestPayload,
    post: (body, key) => postWebhook(body, key, options, world),
  });
}

/** Sends a payload, signed where there is a key. */
export async function postWebhook(
  body: unknown,
  idempotencyKey: string,
  { setting, url, token, secret }: Webhook,
  world: HttpEnvironment,
): Promise<void> {
  const headers = {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(secret === null ? {} : signatureOf(JSON.stringify(body), idempotencyKey, secret, world.now())),
  };
  await postOnce({ setting, url, headers, body, idempotencyKey }, world);
}

/**
 * Headers by which a receiver knows that a body is ours and new: https://www.standardwebhooks.com
 *
 * @param now epoch milliseconds.
 */
function signatureOf(body: string, id: string, secret: string, now: number): Record<string, string> {
  const time = String(Math.floor(now / 1000));
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
}

/** A report: the content of every other message, and its address. */
export function webhookPayload(brief: Brief, permalink: string | null, title: string): unknown {
  return { event: 'report', title, url: permalink, ...brief };
}

const newsPayload = ({ kind, event, incident, mayRepeat }: News) => ({
  state: kind,
  key: event,
  mayRepeat,
  incident,
});

const incidentPayload = ({ news, title, report, link }: IncidentMessage): unknown => ({
  event: 'incident',
  title,
  url: link,
  report,
  ...newsPayload(news),
});

const digestPayload = ({ news, title, report, link, period }: DigestMessage): unknown => ({
  event: 'digest',
  title,
  url: link,
  report,
  period,
  incidents: news.map(newsPayload),
});
