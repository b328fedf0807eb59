import { sweepEpisodes } from '../../rules/window-sweep.ts';
import type { EpisodeResult, EpisodeRule, TimeRange } from '../../store.ts';
import { doubleColumns } from './columns.ts';
import type { Database } from './database.ts';
import { inRange, literal } from './sql.ts';

/** Source, value and filter of each kind of rule. */
const EVENTS: Record<
  EpisodeRule['kind'],
  { readonly table: string; readonly value: string; readonly where: string }
> = {
  'error-share': {
    table: 'requests',
    value: '(status not between 200 and 299)::int::double',
    where: 'true',
  },
  'inference-p95': { table: 'predictions', value: 'ms', where: 'ms is not null' },
  'health-failures': {
    table: 'requests',
    value: '(status not between 200 and 299)::int::double',
    where: "method in ('GET', '') and regexp_matches(endpoint, '(^|/)health/?$')",
  },
};

/** Episodes of a rule; events before the range, as far as a window may reach, are read as context. */
export async function ruleEpisodes(
  db: Database,
  rule: EpisodeRule,
  range: TimeRange,
): Promise<EpisodeResult> {
  const events = EVENTS[rule.kind];
  const where =
    rule.kind === 'health-failures' && rule.healthPath !== undefined
      ? `(${events.where} or method in ('GET', '') and endpoint = ${literal(rule.healthPath)})`
      : events.where;
  const withContext = { start: range.start - rule.maximumMs, end: range.end };
  const [times = new Float64Array(), values = new Float64Array()] = await doubleColumns(
    db,
    `select us / 1000.0::double, ${events.value} as value from ${events.table}
     where ${inRange(withContext)} and ${where} order by us, value`,
    2,
  );
  return sweepEpisodes(rule, times, values, range.start);
}
