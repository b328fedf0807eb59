import { causesOf } from '../alerts/incident-causes.ts';
import { findingsOf } from '../alerts/incident-findings.ts';
import { incidentsOf } from '../alerts/incidents.ts';
import { earlierReports } from '../report/earlier-reports.ts';
import type { Report } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';
import type { Policy } from '../settings/policy-schema.ts';

interface IncidentContext {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Headline figures of archived and pruned reports, in any order. */
  readonly runs?: readonly RunSummary[];
  readonly policy: Pick<Policy, 'incidents'>;
}

/** Incidents of a report, which go on from those of the newest report before it that is not a run of the same report. */
export function incidentsSection(
  report: Pick<Report, 'alerts' | 'generatedAt' | 'drift' | 'model'>,
  { id, now, runs = [], policy }: IncidentContext,
): NonNullable<Report['incidents']> {
  const earlier = earlierReports(runs, { id, now });
  return incidentsOf({
    findings: findingsOf(report.alerts, earlier),
    previous: earlier[0]?.incidents ?? [],
    id,
    now,
    reminderDays: policy.incidents.reminderDays,
    explain: (incident) => causesOf(incident, report, earlier),
  });
}
