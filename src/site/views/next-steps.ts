import { areaWords } from '../../alerts/coverage.ts';
import type { Report } from '../../report/schema/report.ts';
import { scoreEffect, scoreEffectWords } from '../../wording/attribution.ts';
import { silenceOf } from '../../wording/decisions.ts';
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
    .filter((alert) => alert.status === 'firing' && silenceOf(report, 'alert', alert.id) === null)
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
  return unique([...withMovers(alerts, report), ...live, ...figures, ...unjudged, ...retrain]);
}

/** Drifted features named here at most. */
const MAX_MOVERS = 3;

/** The drifted features that move the scores before the alert on drift, or after the other alerts. */
function withMovers(alerts: readonly NextStep[], { attribution, drift, alerts: judged }: Report): NextStep[] {
  const owner = judged.find(({ id }) => id === 'data-drift')?.owner ?? null;
  const movers = (attribution?.rows ?? [])
    .filter((row) => scoreEffect(row) === 'moves')
    .flatMap((row) => {
      const names = [row.feature, ...row.with];
      const feature = drift.features.find(({ name, status }) => status === 'drifted' && names.includes(name));
      return feature === undefined
        ? []
        : [
            {
              title: `${feature.name} ${scoreEffectWords(row, feature.name)}`,
              action: `${feature.playbook.action}.`,
              owner,
              section: `drift#feature-${feature.slug}`,
            },
          ];
    })
    .slice(0, MAX_MOVERS);
  const at = alerts.findIndex(({ section }) => section === 'alerts#data-drift');
  return at < 0 ? [...alerts, ...movers] : [...alerts.slice(0, at), ...movers, ...alerts.slice(at)];
}

/** Removes duplicates where an alert and a figure have the same action. */
const unique = (steps: readonly NextStep[]): NextStep[] =>
  steps.filter((step, i) => steps.findIndex((other) => other.action === step.action) === i);
