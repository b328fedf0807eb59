import type { Incident } from '../report/schema/incidents.ts';
import { listWords } from './format.ts';

const KINDS = { feature: 'feature', version: 'model version', release: 'release' } as const;

/** "model version 2 (since 2026-02-11, before it 1) and feature size": what changed with an incident; null where nothing did. */
export const causesWords = (explains: Incident['explains']): string | null =>
  explains.length === 0
    ? null
    : listWords(
        explains.map(
          ({ kind, name, detail }) => `${KINDS[kind]} ${name}${detail === null ? '' : ` (${detail})`}`,
        ),
      );

/** The same as sentences: one, or none. */
export function causesSentences({ explains }: Pick<Incident, 'explains'>): string[] {
  const words = causesWords(explains);
  return words === null ? [] : [`Changed with it: ${words}.`];
}
