import { inputError } from '../../../monitor-error.ts';
import { leadKeyOf } from './activities.ts';
import type { LemlistClient } from './client.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 1000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids of all campaigns, page by page. */
export async function fetchCampaignIds(client: LemlistClient): Promise<string[]> {
  const ids = new Set<string>();
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.get('campaigns', {
      offset: String(page * PAGE_SIZE),
      limit: String(PAGE_SIZE),
    });
    const list = isRecord(answer) ? answer['campaigns'] : answer;
    if (!Array.isArray(list))
      throw inputError('lemlist-shape', 'LemList: the campaigns are not a list; check --base-url');
    const before = ids.size;
    for (const campaign of list) {
      if (isRecord(campaign) && typeof campaign['_id'] === 'string') ids.add(campaign['_id']);
    }
    if (list.length < PAGE_SIZE || ids.size === before) break;
  }
  return [...ids];
}

/** `Company Size`, `companySize` and `company_size` are one column. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Values that a lead was imported with, by the wanted column names. */
export type LeadFields = ReadonlyMap<string, readonly string[]>;

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
};

/**
 * The wanted columns of every lead of a campaign, under the lead's key. Only columns that were asked for are kept:
 * names, addresses and notes of a lead never leave this function.
 */
export async function fetchLeadFields(
  client: LemlistClient,
  campaignId: string,
  columns: readonly string[],
  hashKey: string | null,
): Promise<LeadFields> {
  const answer = await client.get(`campaigns/${encodeURIComponent(campaignId)}/export/leads`, {
    state: 'all',
    format: 'json',
  });
  const list = isRecord(answer) ? answer['leads'] : answer;
  if (!Array.isArray(list))
    throw inputError('lemlist-shape', `LemList: the leads of ${campaignId} are not a list`);
  const fields = new Map<string, readonly string[]>();
  for (const lead of list) {
    if (!isRecord(lead)) continue;
    const address = [lead['email'], lead['_id']].find((value) => typeof value === 'string' && value !== '');
    if (typeof address !== 'string') continue;
    const byName = new Map(Object.entries(lead).map(([name, value]) => [plainName(name), value]));
    fields.set(
      leadKeyOf(address, hashKey),
      columns.map((column) => cellText(byName.get(plainName(column)))),
    );
  }
  return fields;
}
