import type { Report } from '../report/schema/report.ts';
import { sentence } from '../wording/clean-text.ts';
import { silenceOf, withSilence } from '../wording/decisions.ts';
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
  return definitions
    .toSorted((a, b) => b.weight - a.weight)
    .filter((definition) => !('impliedBy' in definition && definition.impliedBy?.(sections)))
    .flatMap((definition) => {
      const alert = sections.alerts.find(({ id }) => id === definition.id);
      if (alert?.status !== 'firing') return [];
      const silence = silenceOf(sections, 'alert', alert.id);
      if ((silence === null ? alertLook(alert).tone : 'yellow') !== status) return [];
      const words = reasonText(definition, alert, sections);
      const text = silence === null ? words : withSilence(words, silence);
      return [
        {
          id: alert.id,
          status,
          text: withSinceDay(text, alert.since, sections.generatedAt),
          section: 'alerts',
          ...(silence === null ? {} : { silenced: true as const }),
        },
      ];
    });
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
