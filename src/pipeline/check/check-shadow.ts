import type { Store } from '../../ingest/store.ts';
import { publicName, publicVersion } from '../../wording/public-name.ts';
import { BEFORE_ALL } from '../../wording/time.ts';
import type { ShadowLog } from '../shadow-log.ts';

export interface CheckedShadow extends Pick<ShadowLog, 'location' | 'rows' | 'rejected' | 'notes'> {
  /** Leads that each version scored, and those of them that a prediction is of. */
  readonly versions: readonly {
    readonly version: string;
    readonly leads: number;
    readonly matched: number;
  }[];
}

/** How shadow scores join with predictions; null where there is no log of them. */
export async function checkShadow(
  store: Store,
  log: ShadowLog | null,
  { keyColumn, now }: { readonly keyColumn: string | null; readonly now: number },
): Promise<CheckedShadow | null> {
  if (log === null) return null;
  const { location, rows, rejected, notes, scores } = log;
  const range = { start: BEFORE_ALL, end: now };
  const used = keyColumn === null || scores.length === 0 ? [] : await store.firstScores(keyColumn, range);
  const predicted = new Set(used.map(({ key }) => key));
  const names = [...new Set(scores.map(({ version }) => version))];
  const versions = names.map((version) => {
    const own = scores.filter((score) => score.version === version);
    return {
      version: publicVersion(version),
      leads: own.length,
      matched: own.filter(({ key }) => predicted.has(key)).length,
    };
  });
  return { location, rows, rejected, notes: notes.map((note) => publicName(note, 300)), versions };
}
