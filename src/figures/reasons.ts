import type { Figure } from '../report/schema/common.ts';
import type { Decision } from '../report/schema/decisions.ts';
import type { Report } from '../report/schema/report.ts';
import { silenceOf, withSilence } from '../wording/decisions.ts';
import { withSinceDay } from '../wording/since.ts';
import { countedStatus } from './counted-status.ts';
import type { Reason, Sections } from './definition.ts';
import { allFigures } from './registry.ts';

export interface FigureReason {
  /** Id of the figure; of the first one where several share a sentence. */
  readonly id: string;
  readonly status: 'red' | 'yellow';
  readonly text: string;
  readonly section: string;
  /** The team silenced it. */
  readonly silenced: boolean;
}

/**
 * Reasons for the verdict from figures outside their range, in the registry's order.
 * @param firing ids of the alerts that fire; figures covered by one are left out.
 */
export function figureReasons(
  report: Sections & Pick<Report, 'figures' | 'generatedAt' | 'decisions'>,
  firing: ReadonlySet<string>,
): FigureReason[] {
  const parts = allFigures(report).flatMap((definition) => {
    const figure = report.figures[definition.id];
    if (figure === undefined || (figure.status !== 'yellow' && figure.status !== 'red')) return [];
    if (definition.coveredByAlert !== null && firing.has(definition.coveredByAlert)) return [];
    const { id, section } = definition;
    const ended = definition.ended(report);
    const silence = silenceOf(report, 'figure', id);
    const isRed = silence === null && countedStatus(definition, figure.status, report) === 'red';
    const status: FigureReason['status'] = isRed ? 'red' : 'yellow';
    const reason = withEnd(definition.reason(figure, report), ended);
    const words = typeof reason === 'string' || silence !== null ? alone(reason, silence) : reason;
    const since = ended === null ? (figure.since ?? null) : null;
    return [{ id, section, status, silenced: silence !== null, since, ...words }];
  });
  const sentences = Map.groupBy(parts, ({ id, status, lead }) => `${status} ${lead ?? id}`);
  return [...sentences.values()].flatMap((shared) => {
    const [first] = shared;
    if (first === undefined) return [];
    const { id, status, section, silenced, lead } = first;
    const list = shared.map(({ part }) => part).join(', ');
    const text = lead === null ? list : `${lead}: ${list}.`;
    return [{ id, status, section, silenced, text: withSinceDay(text, longest(shared), report.generatedAt) }];
  });
}

const withEnd = (reason: Reason, ended: string | null): Reason =>
  typeof reason === 'string' && ended !== null ? `${reason.replace(/\.$/, '')}; ${ended}.` : reason;

/** A reason by itself, with the decision that silences it: none of a sentence that figures share. */
function alone(reason: Reason, silence: Decision | null): { readonly lead: null; readonly part: string } {
  const sentence = typeof reason === 'string' ? reason : `${reason.lead}: ${reason.part}.`;
  return { lead: null, part: silence === null ? sentence : withSilence(sentence, silence) };
}

/** The longest run among figures that share a sentence. */
const longest = (parts: readonly { readonly since: Figure['since'] }[]): Figure['since'] =>
  parts.map(({ since }) => since ?? null).toSorted((a, b) => (b?.days ?? -1) - (a?.days ?? -1))[0];
