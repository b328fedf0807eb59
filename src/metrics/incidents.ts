import { causesOf } from '../alerts/incident-causes.ts';
import { findingsOf } from '../alerts/incident-findings.ts';
import { incidentsOf } from '../alerts/incidents.ts';
import type { Report } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';
import type { Policy } from '../settings/policy-schema.ts';

interface IncidentContext {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly policy: Pick<Policy, 'incidents'>;
}

/**
 * Incidents of a report, which go on from those of the newest report before it that is not a run of the same report.
 *
 * @param earlier the reports before this one, newest first (`earlierReports`).
 */
export function incidentsSection(
  report: Pick<Report, 'alerts' | 'generatedAt' | 'drift' | 'model'>,
  earlier: readonly RunSummary[],
  { id, now, policy }: IncidentContext,
): NonNullable<Report['incidents']> {
  return incidentsOf({
    findings: findingsOf(report.alerts, earlier),
    previous: earlier[0]?.incidents ?? [],
    id,
    now,
    reminderDays: policy.incidents.reminderDays,
    explain: (incident) => causesOf(incident, report, earlier),
  });
}
