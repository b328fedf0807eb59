import type { Report } from '../report/schema/report.ts';
import { sentence } from '../wording/clean-text.ts';
import { listWords } from '../wording/format.ts';
import { withSinceDay } from '../wording/since.ts';
import { alertLook } from '../wording/status.ts';
import { thresholdInSentence, valueInSentence } from '../wording/units.ts';
import type { AlertDefinition } from './alert-definition.ts';
import type { JudgedSections } from './judgement.ts';
import { ALERTS } from './registry.ts';

type Alert = Report['alerts'][number];
type Reason = Report['verdict']['reasons'][number];

/** Firing alerts as reasons of the verdict: critical and high ones are red, others yellow. */
export function alertReasons(
  sections: JudgedSections & Pick<Report, 'alerts'>,
  status: 'red' | 'yellow',
  definitions: readonly AlertDefinition[] = ALERTS,
): Reason[] {
  const defined = definitions
    .toSorted((a, b) => b.weight - a.weight)
    .filter((definition) => !('impliedBy' in definition && definition.impliedBy?.(sections)))
    .flatMap((definition) => {
      const alert = sections.alerts.find(({ id }) => id === definition.id);
      if (alert?.status !== 'firing' || alertLook(alert).tone !== status) return [];
      const text = reasonText(definition, alert, sections);
      return [
        {
          id: alert.id,
          status,
          text: withSinceDay(text, alert.since, sections.generatedAt),
          section: 'alerts',
        },
      ];
    });
  return [...defined, ...ruleReasons(sections, status)];
}

/** Rules that fire, unless their figure is outside its range and says it as severely. */
function ruleReasons(
  { alerts, figures, generatedAt }: JudgedSections & Pick<Report, 'alerts'>,
  status: 'red' | 'yellow',
): Reason[] {
  return alerts.flatMap((alert) => {
    if (alert.figure === undefined || alert.status !== 'firing' || alertLook(alert).tone !== status)
      return [];
    const said = figures[alert.figure]?.status;
    if (said === 'red' || said === status) return [];
    return [{ status, text: withSinceDay(ruleText(alert), alert.since, generatedAt), section: 'alerts' }];
  });
}

const NAMED = 3;

/** "Missing values: companysize and industry (30 % of leads, threshold 10 %)." */
function ruleText({ title, value, threshold, unit, segments = [] }: Alert): string {
  if (value === null) return `${title}: firing.`;
  const found = `${valueInSentence(value, unit)}, threshold ${thresholdInSentence(threshold, unit)}`;
  const firing = segments.filter(({ status }) => status === 'firing').map(({ segment }) => segment);
  if (firing.length === 0) return `${title}: ${found}.`;
  const more = firing.length > NAMED ? [`${firing.length - NAMED} more`] : [];
  return `${title}: ${listWords([...firing.slice(0, NAMED), ...more])} (${found}).`;
}

function reasonText(
  definition: AlertDefinition,
  { title, value, threshold, unit }: Alert,
  sections: JudgedSections,
): string {
  const own = 'reason' in definition ? definition.reason?.(sections) : null;
  if (own != null) return sentence(`${title}: ${own}`);
  if (value === null) return `${title}: firing.`;
  const where = 'slides' in definition ? ' in the newest window' : '';
  return `${title}: ${valueInSentence(value, unit)}${where}, threshold ${thresholdInSentence(threshold, unit)}.`;
}
