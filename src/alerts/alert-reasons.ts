import type { Report } from '../report/schema/report.ts';
import { sentence } from '../wording/clean-text.ts';
import { silenceOfAlert, withSilence } from '../wording/decisions.ts';
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
  sections: JudgedSections & Pick<Report, 'alerts' | 'decisions'>,
  status: 'red' | 'yellow',
  definitions: readonly AlertDefinition[] = ALERTS,
): Reason[] {
  const defined = definitions
    .toSorted((a, b) => b.weight - a.weight)
    .filter((definition) => !('impliedBy' in definition && definition.impliedBy?.(sections)))
    .flatMap((definition) => {
      const alert = sections.alerts.find(({ id }) => id === definition.id);
      return alert === undefined
        ? []
        : reasonOf(alert, () => reasonText(definition, alert, sections), status, sections);
    });
  return [...defined, ...ruleReasons(sections, status)];
}

/** The reason that an alert gives where it fires with the status; a silenced one is yellow. */
function reasonOf(
  alert: Alert,
  say: () => string,
  status: 'red' | 'yellow',
  sections: Pick<Report, 'decisions' | 'generatedAt'>,
): Reason[] {
  if (alert.status !== 'firing') return [];
  const silence = silenceOfAlert(sections, alert);
  if ((silence === null ? alertLook(alert).tone : 'yellow') !== status) return [];
  const text = silence === null ? say() : withSilence(say(), silence);
  return [
    {
      id: alert.id,
      status,
      text: withSinceDay(text, alert.since, sections.generatedAt),
      section: 'alerts',
      ...(silence === null ? {} : { silenced: true as const }),
    },
  ];
}

/** Rules that fire, unless their figure is outside its range, or performance, and says it as severely. */
function ruleReasons(
  sections: JudgedSections & Pick<Report, 'alerts' | 'decisions'>,
  status: 'red' | 'yellow',
): Reason[] {
  const { alerts, figures, performance } = sections;
  const fell = performance?.drop.state === 'open' || performance?.status === 'red';
  return alerts.flatMap((alert) => {
    if (alert.figure === undefined || (alert.figure === 'segment-gap' && fell)) return [];
    const said = figures[alert.figure]?.status;
    if (said === 'red' || said === status) return [];
    return reasonOf(alert, () => ruleText(alert), status, sections);
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
