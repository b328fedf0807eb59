import { type ActivityProgress, fetchActivities } from './activities.ts';
import { fetchCampaignIds, fetchLeadFields } from './campaigns.ts';
import type { LemlistClient } from './client.ts';
import { type LabelCounts, type LabelRule, labelLeads } from './label-leads.ts';

export interface ExportOptions {
  readonly client: LemlistClient;
  /** Campaigns to read; none for all. */
  readonly campaigns: readonly string[];
  readonly since: string | null;
  /** Feature columns to fill from the leads' own fields. */
  readonly columns: readonly string[];
  readonly rule: LabelRule;
  /** Secret of the keyed hash, or null to keep addresses as they are. */
  readonly hashKey: string | null;
  /** Reads and writes progress under a name of its own for each campaign. */
  readonly progress: {
    read(part: string): Promise<ActivityProgress | null>;
    write(part: string, progress: ActivityProgress): Promise<void>;
  };
  readonly onProgress?: (done: number, total: number | null, unit: string) => void;
}

export interface LeadExport {
  /** `lead_key`, `date`, the feature columns, `engaged`. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly activities: number;
  readonly counts: LabelCounts;
  /** Rows for which no field of the lead was found. */
  readonly withoutFields: number;
}

/**
 * Activities of all wanted campaigns, merged by lead into labelled rows with the wanted feature columns. A lead of
 * several campaigns is one row: engaged in any of them is engaged.
 */
export async function exportLeads(options: ExportOptions): Promise<LeadExport> {
  const { client, since, hashKey, columns, onProgress } = options;
  const parts = options.campaigns.length === 0 ? [null] : options.campaigns;
  const activities = new Map<string, Awaited<ReturnType<typeof fetchActivities>>[number]>();
  for (const campaignId of parts) {
    const part = campaignId ?? 'all';
    const fetched = await fetchActivities({
      client,
      campaignId,
      since,
      hashKey,
      resume: await options.progress.read(part),
      onPage: async (progress) => {
        onProgress?.(activities.size + progress.activities.length, null, 'activities');
        await options.progress.write(part, progress);
      },
    });
    for (const activity of fetched) activities.set(activity.id, activity);
  }
  const { leads, counts } = labelLeads(activities.values(), options.rule);
  const fields = new Map<string, readonly string[]>();
  if (columns.length > 0) {
    const campaigns = options.campaigns.length === 0 ? await fetchCampaignIds(client) : options.campaigns;
    for (const [done, campaignId] of campaigns.entries()) {
      onProgress?.(done, campaigns.length, 'campaigns with lead fields');
      for (const [key, cells] of await fetchLeadFields(client, campaignId, columns, hashKey))
        fields.set(key, cells);
    }
  }
  const rows = leads.map(({ leadKey, date, engaged }) => [
    leadKey,
    date,
    ...(fields.get(leadKey) ?? columns.map(() => '')),
    String(engaged),
  ]);
  return {
    header: ['lead_key', 'date', ...columns, 'engaged'],
    rows,
    activities: activities.size,
    counts,
    withoutFields: columns.length === 0 ? 0 : leads.filter(({ leadKey }) => !fields.has(leadKey)).length,
  };
}
