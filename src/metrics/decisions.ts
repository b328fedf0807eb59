import { coverOf, decide, withLabels } from '../alerts/decisions.ts';
import type { GivenDecisions } from '../report/schema/decisions.ts';
import type { Incident } from '../report/schema/incidents.ts';
import type { Report } from '../report/schema/report.ts';
import { nearestName } from '../settings/nearest.ts';
import { hasDecisions } from '../settings/read-decisions.ts';

/**
 * What the team decided on a report, and its incidents with what covers them.
 *
 * @param labelled ids of the incidents that are acknowledged by a label on their issue.
 * @param now epoch milliseconds.
 */
export function decisionsSection(
  { alerts, figures, drift }: Pick<Report, 'alerts' | 'figures' | 'drift'>,
  incidents: readonly Incident[],
  given: GivenDecisions,
  now: number,
  labelled: ReadonlySet<string> = new Set(),
): Pick<Report, 'decisions'> & { readonly incidents: Incident[] } {
  if (!hasDecisions(given)) return { incidents: withLabels(incidents, labelled) };
  const subjects = {
    alert: alerts.map(({ id }) => id),
    figure: Object.keys(figures),
    feature: drift.features.map(({ name }) => name),
    incident: incidents.map(({ id }) => id),
  };
  const decisions = decide(given, { subjects, now, nearest: nearestName });
  return {
    decisions,
    incidents: withLabels(
      incidents.map((incident) => ({ ...incident, ...coverOf(incident, decisions) })),
      labelled,
    ),
  };
}
