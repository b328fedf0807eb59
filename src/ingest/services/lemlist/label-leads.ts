import type { LeadActivity } from './activities.ts';

/** One lead with its outcome. */
export interface LabelledLead {
  readonly leadKey: string;
  /** Day of the first contact, `YYYY-MM-DD` (UTC). */
  readonly date: string;
  readonly engaged: 0 | 1;
}

export interface LabelCounts {
  readonly leads: number;
  readonly engaged: number;
  /** Contacted too recently to call them not engaged. */
  readonly tooRecent: number;
  /** Seen in activities, but never contacted. */
  readonly neverContacted: number;
}

export interface LabelRule {
  /** Activity types that make a lead engaged. */
  readonly engagedTypes: ReadonlySet<string>;
  /** A lead without a reaction counts as not engaged only this long after the first contact. */
  readonly maturityDays: number;
  /** ISO 8601. */
  readonly now: string;
}

/** Replies on any channel, and leads that somebody marked as interested or that booked a meeting. */
export const ENGAGED_TYPES: readonly string[] = [
  'emailsReplied',
  'linkedinReplied',
  'whatsappReplied',
  'smsReplied',
  'emailsInterested',
  'linkedinInterested',
  'aircallInterested',
  'apiInterested',
  'manualInterested',
  'interested',
  'meetingBooked',
];

/** Types of activities by which a lead is contacted. */
const isContact = (type: string): boolean => /(Sent|InviteDone|SendDone)$/.test(type) || type === 'contacted';

const DAY_MS = 86_400_000;

interface LeadHistory {
  firstContactMs: number;
  firstSeenMs: number;
  engaged: boolean;
}

function historyByLead(activities: Iterable<LeadActivity>, rule: LabelRule): Map<string, LeadHistory> {
  const histories = new Map<string, LeadHistory>();
  for (const { leadKey, type, createdAt } of activities) {
    const at = Date.parse(createdAt);
    const history = histories.get(leadKey) ?? {
      firstContactMs: Number.POSITIVE_INFINITY,
      firstSeenMs: Number.POSITIVE_INFINITY,
      engaged: false,
    };
    history.firstSeenMs = Math.min(history.firstSeenMs, at);
    if (isContact(type)) history.firstContactMs = Math.min(history.firstContactMs, at);
    if (rule.engagedTypes.has(type)) history.engaged = true;
    histories.set(leadKey, history);
  }
  return histories;
}

/**
 * Merges activities by lead into labelled rows. A lead that reacted is engaged; one that was contacted long enough
 * ago without a reaction is not. Leads contacted too recently are left out, because they may still react.
 */
export function labelLeads(
  activities: Iterable<LeadActivity>,
  rule: LabelRule,
): { leads: LabelledLead[]; counts: LabelCounts } {
  const nowMs = Date.parse(rule.now);
  const leads: LabelledLead[] = [];
  let tooRecent = 0;
  let neverContacted = 0;
  for (const [leadKey, history] of historyByLead(activities, rule)) {
    // With --since the contact itself may lie before the first activity that was fetched.
    const startMs = Number.isFinite(history.firstContactMs) ? history.firstContactMs : history.firstSeenMs;
    const date = new Date(startMs).toISOString().slice(0, 10);
    if (history.engaged) leads.push({ leadKey, date, engaged: 1 });
    else if (!Number.isFinite(history.firstContactMs)) neverContacted += 1;
    else if (nowMs - history.firstContactMs < rule.maturityDays * DAY_MS) tooRecent += 1;
    else leads.push({ leadKey, date, engaged: 0 });
  }
  leads.sort((a, b) => a.date.localeCompare(b.date) || a.leadKey.localeCompare(b.leadKey));
  const engaged = leads.reduce((sum, lead) => sum + lead.engaged, 0);
  return { leads, counts: { leads: leads.length, engaged, tooRecent, neverContacted } };
}
