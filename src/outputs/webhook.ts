import type { Brief } from './brief.ts';

/** Body for a generic webhook: the content of every other message, and the report's address. */
export function webhookPayload(brief: Brief, permalink: string | null, title: string): unknown {
  return { event: 'report', title, url: permalink, ...brief };
}
