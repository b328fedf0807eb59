import type { ReferenceData } from '../ingest/sources/tables.ts';
import type { LeadCount, Store, TimeRange } from '../ingest/store.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { DAY_MS, isoTime, minuteOf } from '../wording/time.ts';
import { timeUnit } from './privacy/coarse-time.ts';

/** The period that a report covers. */
export interface ReportWindow {
  /** For predictions: scores, latency, drift. */
  readonly predictions: TimeRange;
  /** For requests: the same, but the days that end at `now` where these hold requests and no prediction. */
  readonly requests: TimeRange;
  readonly section: Report['window'];
}

/** What every section of the report is computed from. */
export interface MetricsContext {
  readonly store: Store;
  readonly policy: Policy;
  readonly now: number;
  readonly window: ReportWindow;
  /** Leads of the window's predictions. */
  readonly leads: LeadCount;
  readonly referenceLeads: LeadCount;
}

/** Where who is who in the reference is not known, each of its rows counts as a lead. */
export async function metricsContext(
  base: Pick<MetricsContext, 'store' | 'policy' | 'now' | 'window'>,
  reference: Pick<ReferenceData, 'rows' | 'leads'>,
): Promise<MetricsContext> {
  const { repeats, mostRows = 1 } = reference.leads ?? {};
  const leads = await base.store.leads(base.window.predictions);
  return { ...base, leads, referenceLeads: { leads: reference.rows - (repeats?.size ?? 0), mostRows } };
}

/**
 * The days that end at `now`; where they hold no prediction, the newest days that do.
 *
 * Requests keep the days that end at `now` as long as these hold any: an API that fails every call logs requests but
 * no prediction, and an older, healthy week must not hide that.
 */
export async function reportWindow(store: Store, policy: Policy, now: number): Promise<ReportWindow> {
  const { days } = policy.window;
  const length = days * DAY_MS;
  const recent = { start: now - length, end: now };
  const [predictions, requests, predictionQuality, requestQuality] = await Promise.all([
    store.count('predictions', recent),
    store.count('requests', recent),
    store.quality('predictions'),
    store.quality('requests'),
  ]);
  const newest = predictionQuality.last ?? (requests === 0 ? requestQuality.last : null);
  if (predictions > 0 || newest === null) {
    return { predictions: recent, requests: recent, section: section(recent, days, null) };
  }
  // The end of the newest row's minute, for the window is published.
  const unit = timeUnit(policy.privacy.predictionTimes);
  const end = Math.min(now, Math.ceil(newest / unit) * unit);
  const older = { start: end - length, end };
  const what = predictionQuality.last === null ? 'request' : 'prediction';
  const note = `No ${what} in the ${days} days to ${minuteOf(now)}; shown are the newest ${days} days that hold data, to ${minuteOf(end)}.`;
  return {
    predictions: older,
    requests: requests > 0 ? recent : older,
    section: section(older, days, note),
  };
}

function section(range: TimeRange, days: number, note: string | null): Report['window'] {
  return { start: isoTime(range.start), end: isoTime(range.end), days, fallback: note !== null, note };
}
