import { STATUS_LOOK } from '../../wording/status.ts';
import type { SearchIndex } from './search-index.ts';

/** A place that a search found. */
export interface FoundEntry {
  readonly kind: 'Feature' | 'Alert' | 'Segment' | 'Page' | 'Report';
  readonly label: string;
  /** Without the base path. */
  readonly path: string;
  readonly note: string;
}

const MAX_FOUND = 12;
/** Words of statuses by their first letter, as the index has them. */
const STATUS = new Map(Object.entries(STATUS_LOOK).map(([status, { word }]) => [status.charAt(0), word]));

function* entriesOf(index: SearchIndex): Generator<FoundEntry> {
  for (const [label, path] of index.pages) yield { kind: 'Page', label, path, note: '' };
  for (const [label, slug, drifted] of index.features) {
    yield { kind: 'Feature', label, path: `drift/${slug}/`, note: drifted === 1 ? 'drifted' : '' };
  }
  for (const [label, id] of index.alerts) yield { kind: 'Alert', label, path: `alerts/#${id}`, note: '' };
  for (const [label, path] of index.segments) {
    yield { kind: 'Segment', label, path: `segments/${path}`, note: '' };
  }
  for (const report of index.reports) {
    const [id = '', status = ''] = report.split(' ');
    yield { kind: 'Report', label: id, path: `reports/${id}/`, note: STATUS.get(status) ?? '' };
  }
}

/** Places whose name holds every word, those that begin with the first word before others. Runs in the browser, too. */
export function findEntries(index: SearchIndex, query: string): FoundEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first = ''] = words;
  const begins: FoundEntry[] = [];
  const holds: FoundEntry[] = [];
  for (const entry of entriesOf(index)) {
    const name = entry.label.toLowerCase();
    if (!words.every((word) => name.includes(word) || entry.kind.toLowerCase() === word)) continue;
    (name.startsWith(first) ? begins : holds).push(entry);
  }
  return [...begins, ...holds].slice(0, MAX_FOUND);
}
