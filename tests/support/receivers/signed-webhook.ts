import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Answer, Call } from '../http.ts';

/** A receiver that believes only what is signed and new: https://www.standardwebhooks.com */
export function signedWebhook(secret: string, now: () => number): (call: Call) => Answer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return ({ method, headers, text }) => {
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers;
    if (method !== 'POST' || typeof id !== 'string' || typeof time !== 'string') return { status: 400 };
    if (Math.abs(now() / 1000 - Number(time)) > 300) return { status: 401 };
    const expected = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest();
    const given = String(signature)
      .split(' ')
      .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []));
    const isOurs = given.some(
      (bytes) => bytes.length === expected.length && timingSafeEqual(bytes, expected),
    );
    return { status: isOurs ? 204 : 401 };
  };
}
