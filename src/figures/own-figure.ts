import type { OwnFigure } from '../report/schema/own-figures.ts';
import { sentence } from '../wording/clean-text.ts';
import { formatPercent } from '../wording/format.ts';
import { defineFigure } from './define.ts';
import type { FigureDefinition } from './definition.ts';
import { UNITS } from './units.ts';

/** Metric families by unit, so that shares and seconds are never in one, with the figure as label. */
const METRICS = {
  share: { name: 'own_ratio', help: 'Shares that the team defines.' },
  ms: { name: 'own_seconds', help: 'Durations that the team defines.' },
  score: { name: 'own_value', help: 'Numbers that the team defines.' },
  count: { name: 'own_count', help: 'Counts that the team defines.' },
} as const;

/** Anchor of a team's own figure: its id alone could be that of another part of the page. */
const ownAnchor = (id: string): string => `own-${id}`;

/** The figure of a team's own query as a definition like the built-in ones; the report holds its result. */
export function ownFigure(own: OwnFigure): FigureDefinition {
  const { id, label, unit, healthy } = own;
  const words = UNITS[unit];
  const ends = [healthy?.min, healthy?.max].filter((end) => end != null);
  return defineFigure({
    id,
    anchor: ownAnchor(id),
    label,
    unit,
    definition: definitionOf(own),
    section: own.page,
    overview: own.overview,
    policy: null,
    // A fault of the file must not make the model look broken.
    weight: 'yellow',
    csv: ownAnchor(id).replaceAll('-', '_'),
    metric: { ...METRICS[unit], labels: { figure: id } },
    trend: { chart: { id: ownAnchor(id) } },
    rows: unit === 'ms' ? 'row' : 'lead',
    read: ({ ownFigures = [] }) => {
      const { value, status, leads, reason, action } = ownFigures.find((one) => one.id === id) ?? own;
      const [min, max] = [healthy?.min ?? null, healthy?.max ?? null];
      const range = min === null || max === null ? null : { min, max };
      return { value, status, range, n: leads, interval: null, reason, action };
    },
    value: ({ value }) => (unit === 'share' ? formatPercent(value, ends) : words.format(value)),
    range: () => rangeWords(own, words.limit, 'healthy'),
    limits: () => ({ min: healthy?.min ?? null, max: healthy?.max ?? null }),
    reason: ({ value, reason }) =>
      value === null
        ? `${label} cannot be computed: ${reason ?? 'no reason is known.'}`
        : `${label} ${words.sentence(value, ends)}, healthy ${rangeWords(own, words.sentence, '')}.`,
  });
}

/** "healthy from 50 %"; null where nothing is judged. */
function rangeWords(
  { healthy }: OwnFigure,
  format: (value: number) => string,
  word: 'healthy' | '',
): string | null {
  if (healthy === null) return null;
  const { min, max } = healthy;
  const [from, to] = [min, max].map((end) => (end === null ? null : format(end)));
  if (from === null && to === null) return null;
  const range = from === null ? `up to ${to}` : to === null ? `from ${from}` : `${from} to ${to}`;
  return `${word} ${range}`.trim();
}

function definitionOf({ definition, better, file }: OwnFigure): string {
  return [
    ...(definition === null ? [] : [sentence(definition)]),
    `The team’s own figure, computed by the query in ${file}.`,
    ...(better === null ? [] : [`${better === 'higher' ? 'Higher' : 'Lower'} is better.`]),
  ].join(' ');
}
