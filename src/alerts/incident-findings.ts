import type { Incident } from '../report/schema/incidents.ts';
import type { Report } from '../report/schema/report.ts';
import type { EarlierRun } from './earlier-run.ts';

type Alert = Report['alerts'][number];

/** What one rule found, about everything or about one segment. */
export interface Finding
  extends Pick<
    Incident,
    | 'rule'
    | 'segment'
    | 'title'
    | 'severity'
    | 'owner'
    | 'action'
    | 'explanation'
    | 'value'
    | 'threshold'
    | 'unit'
  > {
  readonly status: 'firing' | 'ok' | 'unknown';
  /** The problem that it speaks of: findings on one problem share an incident. */
  readonly problem: string;
  /** Since when it fires, where the report before recorded no incidents; null where this report is the first. */
  readonly since: { readonly report: string; readonly at: string; readonly reports: number } | null;
}

/** Alerts that say that the model finds fewer of the leads that engage, in different words. */
const PERFORMANCE: ReadonlySet<string> = new Set(['performance-drop', 'ranking-drop']);

/**
 * What the alerts of a report found.
 *
 * @param before the report before this one. Where it is older than incidents, what fired then opens its incident now with
 *   the day on which it began.
 */
export function findingsOf(alerts: readonly Alert[], runs: readonly EarlierRun[]): Finding[] {
  const [before] = runs;
  const recorded = before === undefined || before.incidents !== undefined;
  return alerts.map((alert) => {
    const { id: rule, title, severity, owner, action, explanation, value, threshold, unit } = alert;
    const status = alert.status === 'fired' ? 'ok' : alert.status;
    const words = { title, severity, owner, action, explanation, value, threshold, unit };
    const problem = PERFORMANCE.has(rule) ? 'performance' : rule;
    return { rule, segment: null, problem, ...words, status, since: recorded ? null : sinceOf(alert, runs) };
  });
}

function sinceOf({ since }: Alert, runs: readonly EarlierRun[]): Finding['since'] {
  const first = runs.find(({ id }) => id === since?.report);
  return first === undefined || since == null
    ? null
    : { report: first.id, at: first.generatedAt, reports: since.reports };
}

const MAX_SEGMENT_CHARACTERS = 60;

/**
 * Id of an incident: its rule, its segment and the day (UTC) on which it opened, so that a rerun of that day and a backfill
 * of it give the same. Reports that are not named by their day add their name.
 */
export function incidentId({ rule, segment }: Finding, openedAt: string, report: string): string {
  const day = openedAt.slice(0, 10);
  const name = report.startsWith(day) && /^\d{4}-\d\d-\d\d(?:-[1-9]\d*)?$/.test(report) ? [] : [report];
  const parts = [rule, ...(segment === null ? [] : [slugOf(segment)]), day, ...name];
  return parts.join('.');
}

/** ASCII of a name, with a hash where other names have the same letters. */
function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const short = slug.slice(0, MAX_SEGMENT_CHARACTERS);
  return short === name ? short : `${short}-${hashOf(name)}`;
}

/** FNV-1a, 32 bits, as eight hexadecimal digits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
