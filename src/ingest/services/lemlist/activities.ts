import { createHmac } from 'node:crypto';
import { inputError } from '../../../monitor-error.ts';
import type { LemlistClient } from './client.ts';

/** One thing that happened to a lead, without the lead's name or address. */
export interface LeadActivity {
  readonly id: string;
  /** `emailsSent`, `emailsReplied`, `linkedinReplied`, … */
  readonly type: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Keyed hash of the lead's address (the address itself where that was asked for). */
  readonly leadKey: string;
}

/** Pages already fetched, so that an interrupted export can be resumed. */
export interface ActivityProgress {
  readonly activities: readonly LeadActivity[];
  /** Offset of the next page. */
  readonly nextOffset: number;
  /** True once the last page was reached; only newer activities are asked for then. */
  readonly complete: boolean;
}

export interface ActivityOptions {
  readonly client: LemlistClient;
  /** Null for every campaign. */
  readonly campaignId: string | null;
  /** Activities before this time are not needed; null for all. */
  readonly since: string | null;
  /** Secret of the keyed hash, or null to keep addresses as they are. */
  readonly hashKey: string | null;
  readonly resume: ActivityProgress | null;
  /** Called after each page with all that is known so far. */
  readonly onPage: (progress: ActivityProgress) => Promise<void>;
}

const PAGE_SIZE = 100;
const MAX_PAGES = 100_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * 16 hexadecimal digits that stand for a lead: HMAC-SHA-256 of its address in lower case. With a secret key nobody can
 * find an address by hashing guesses; the same key gives the same digits on every run, so that batches merge.
 * Without a key (null) the address itself is given.
 */
export function leadKeyOf(address: string, hashKey: string | null): string {
  const plain = address.trim().toLowerCase();
  return hashKey === null ? plain : createHmac('sha256', hashKey).update(plain).digest('hex').slice(0, 16);
}

function parseActivity(value: unknown, hashKey: string | null): LeadActivity | null {
  if (!isRecord(value)) return null;
  const address = text(value['leadEmail']) || text(value['leadId']);
  const createdMs = Date.parse(text(value['createdAt']));
  if (text(value['_id']) === '' || text(value['type']) === '' || address === '' || Number.isNaN(createdMs))
    return null;
  return {
    id: text(value['_id']),
    type: text(value['type']),
    createdAt: new Date(createdMs).toISOString(),
    leadKey: leadKeyOf(address, hashKey),
  };
}

async function fetchPage(options: ActivityOptions, offset: number): Promise<unknown[]> {
  const { client, campaignId, since } = options;
  const answer = await client.get('activities', {
    version: 'v2',
    offset: String(offset),
    limit: String(PAGE_SIZE),
    ...(campaignId === null ? {} : { campaignId }),
    ...(since === null ? {} : { minDate: since }),
  });
  // The API answers with a bare list; a list within an object is accepted too.
  const list = isRecord(answer) ? answer['activities'] : answer;
  if (!Array.isArray(list))
    throw inputError('lemlist-shape', 'LemList: the activities are not a list; check --base-url');
  return list;
}

/**
 * Every activity since a time, newest first, page by page by offset.
 *
 * New activities push older ones to higher offsets while this runs. That repeats some (dropped by id) and hides none.
 * After an interruption the newest are asked for again until a page brings nothing new.
 */
export async function fetchActivities(options: ActivityOptions): Promise<readonly LeadActivity[]> {
  const known = new Map((options.resume?.activities ?? []).map((activity) => [activity.id, activity]));
  const sinceMs = options.since === null ? Number.NEGATIVE_INFINITY : Date.parse(options.since);
  const walk = async (from: number, stopAtKnown: boolean): Promise<void> => {
    for (let page = 0, offset = from; page < MAX_PAGES; page += 1, offset += PAGE_SIZE) {
      const list = await fetchPage(options, offset);
      let fresh = 0;
      let oldest = Number.POSITIVE_INFINITY;
      for (const value of list) {
        const activity = parseActivity(value, options.hashKey);
        if (activity === null) continue;
        oldest = Math.min(oldest, Date.parse(activity.createdAt));
        if (Date.parse(activity.createdAt) < sinceMs || known.has(activity.id)) continue;
        known.set(activity.id, activity);
        fresh += 1;
      }
      const isLast = list.length < PAGE_SIZE || oldest < sinceMs || (stopAtKnown && fresh === 0);
      const complete = stopAtKnown || isLast;
      await options.onPage({ activities: [...known.values()], nextOffset: offset + PAGE_SIZE, complete });
      if (isLast) return;
    }
  };
  const { resume } = options;
  if (resume === null || !resume.complete) await walk(resume?.nextOffset ?? 0, false);
  if (resume !== null) await walk(0, true);
  return [...known.values()];
}
