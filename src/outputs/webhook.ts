import type { Brief } from './brief.ts';

/** What a generic webhook gets: the same words as every other message, and the address of the report. */
export function webhookPayload(brief: Brief, permalink: string | null, title: string): unknown {
  return { event: 'report', title, url: permalink, ...brief };
}
