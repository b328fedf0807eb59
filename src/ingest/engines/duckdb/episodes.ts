import { episodeEvents } from '../../rules/episode-events.ts';
import { sweepEpisodes } from '../../rules/window-sweep.ts';
import type { EpisodeResult, EpisodeRule, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { inRange, literal } from './sql.ts';

const DIALECT = {
  literal,
  matches: (column: string, pattern: string): string => `regexp_matches(${column}, ${pattern})`,
};

/** Episodes of a rule; events before the range, as far as a window may reach, are read as context. */
export async function ruleEpisodes(
  db: Database,
  rule: EpisodeRule,
  range: TimeRange,
): Promise<EpisodeResult> {
  const { source, value, where } = episodeEvents(rule, DIALECT);
  const withContext = { start: range.start - rule.maximumMs, end: range.end };
  const [times = new Float64Array(), values = new Float64Array()] = await doubleColumns(
    db,
    `select time_us / 1000.0::double, ${value} as value from ${source}
     where ${inRange(withContext)} and ${where} order by time_us, value`,
    2,
  );
  return sweepEpisodes(rule, times, values, range.start);
}
