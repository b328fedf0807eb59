import { areaWords } from '../../alerts/coverage.ts';
import type { Report } from '../../report/schema/report.ts';
import { alertLook } from '../../wording/status.ts';
import { urgentFigures } from './figures.ts';

export interface NextStep {
  readonly title: string;
  readonly action: string;
  readonly owner: string | null;
  readonly section: string;
}

const WEIGHT = { red: 0, yellow: 1, unknown: 2, green: 3 } as const;

/** Actions, most urgent first: firing alerts with owner, figures outside their range, areas not judged, retraining. */
export function nextSteps(report: Report): NextStep[] {
  const alerts = report.alerts
    .filter((alert) => alert.status === 'firing')
    .toSorted((a, b) => WEIGHT[alertLook(a).tone] - WEIGHT[alertLook(b).tone])
    .map(
      (alert): NextStep => ({
        title: alert.title,
        action: alert.action,
        owner: alert.owner,
        section: `alerts#${alert.id}`,
      }),
    );
  const api = report.health.api.action;
  const live: NextStep[] =
    api === null ? [] : [{ title: 'API', action: api, owner: null, section: 'health' }];
  const figures = urgentFigures(report).map(
    ({ label, action, section }): NextStep => ({
      title: label,
      action: action ?? '',
      owner: null,
      section,
    }),
  );
  const unjudged = (report.verdict.coverage?.missing ?? [])
    .filter((area) => area.essential)
    .map(
      (area): NextStep => ({
        title: `Not judged: ${areaWords([area])}`,
        action: area.reason,
        owner: null,
        section: area.section,
      }),
    );
  const retrain: NextStep[] = report.retraining.recommended
    ? [{ title: 'Retrain', action: 'follow the workflow’s commands.', owner: null, section: 'retraining' }]
    : [];
  return unique([...alerts, ...live, ...figures, ...unjudged, ...retrain]);
}

/** Removes duplicates where an alert and a figure have the same action. */
const unique = (steps: readonly NextStep[]): NextStep[] =>
  steps.filter((step, i) => steps.findIndex((other) => other.action === step.action) === i);
