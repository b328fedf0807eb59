import path from 'node:path';
import type { LogFormat } from '../sources/log-format.ts';
import type { KeyBounds, KeysLeftOut } from './choose-keys.ts';
import type { EarlyRefusal } from './refused-records.ts';

/** Remarks on a file that was not plain UTF-8 or was not read to its end (`stopped`). */
export function fileNotes(format: LogFormat, stopped: EarlyRefusal | null): string[] {
  const name = path.basename(format.file);
  const notes: string[] = [];
  if (stopped === 'unreadable') notes.push(`${name} is damaged or cut: read as far as possible`);
  if (stopped === 'unpacked-too-large') {
    notes.push(`${name} unpacks to far more than a log does: not read to its end`);
  }
  if (format.byteOrderMark) notes.push(`${name} begins with a byte-order mark`);
  if (format.encoding !== 'utf-8') notes.push(`${name} is ${format.encoding.toUpperCase()}`);
  return notes;
}

/** How many requests have the names `path` and `response_time_ms`; null where none has. */
export function otherNamesNote(other: number, usual: number): string | null {
  if (other === 0) return null;
  const rows = usual === 0 ? 'all rows' : `${other} rows`;
  return `\`path\` and \`response_time_ms\` are read as \`endpoint\` and \`response_ms\` (${rows})`;
}

/** How many input keys are no features, and why. */
export function keysLeftOutNotes(
  { few, beyond }: KeysLeftOut,
  { minimumLeads, maximumExtras }: Pick<KeyBounds, 'minimumLeads' | 'maximumExtras'>,
): string[] {
  const keys = (n: number): string => `${n} further input key${n === 1 ? '' : 's'}`;
  return [
    ...(few === 0
      ? []
      : [`${keys(few)}, held by fewer than ${minimumLeads} leads${few === 1 ? '' : ' each'}: left out`]),
    ...(beyond === 0 ? [] : [`${keys(beyond)} beyond the ${maximumExtras} most frequent: left out`]),
  ];
}
