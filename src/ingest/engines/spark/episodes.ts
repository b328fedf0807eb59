import { episodeEvents } from '../../rules/episode-events.ts';
import { MIN_EVENTS_FOR_BREACH, sweepEpisodes } from '../../rules/window-sweep.ts';
import type { EpisodeResult, EpisodeRule, EpisodeSpan, TimeRange } from '../../store.ts';
import type { SparkSession } from './spark-session.ts';
import { double, inRange, literal, milliseconds } from './sql.ts';

const DIALECT = {
  literal,
  matches: (column: string, pattern: string): string => `${column} rlike ${pattern}`,
};

/**
 * Episodes of a rule. The two counting rules are SQL window functions and exact at any size. A sliding percentile has no
 * such form: its events are fetched in time order and swept here. Of more than `maxEvents` a fixed sample (one in
 * `sampled`) is swept; the 95th percentile of a window of thousands of events then moves by about one percent of rank.
 */
export function ruleEpisodes(
  session: SparkSession,
  rule: EpisodeRule,
  range: TimeRange,
  maxEvents: number,
): Promise<EpisodeResult> {
  return rule.kind === 'inference-p95'
    ? sweptEpisodes(session, rule, range, maxEvents)
    : countedEpisodes(session, rule, range);
}

async function sweptEpisodes(
  session: SparkSession,
  rule: EpisodeRule,
  range: TimeRange,
  maxEvents: number,
): Promise<EpisodeResult> {
  const { source: table, value, where } = episodeEvents(rule, DIALECT);
  const source = `${table} where ${inRange({ start: range.start - rule.maximumMs, end: range.end })} and ${where}`;
  const [size] = await session.rows<{ n: number }>(`select double(count(*)) as n from ${source}`, ['n']);
  const every = Math.max(1, Math.ceil((size?.n ?? 0) / maxEvents));
  const sample = every === 1 ? '' : ` and pmod(xxhash64(time_us, ${value}), ${every}) = 0`;
  const [times = new Float64Array(), values = new Float64Array()] = await session.doubles(
    `select ${milliseconds('time_us')}, ${value} as value from ${source}${sample} order by time_us, value`,
    2,
  );
  const result = sweepEpisodes(rule, times, values, range.start);
  if (every === 1) return result;
  const [own] = await session.rows<{ n: number }>(
    `select double(count(*)) as n from ${table} where ${inRange(range)} and ${where}`,
    ['n'],
  );
  return {
    events: own?.n ?? 0,
    newest: result.newest === null ? null : { ...result.newest, events: result.newest.events * every },
    episodes: result.episodes.map((span) => ({ ...span, count: span.count * every })),
    sampled: every,
  };
}

type Newest = NonNullable<EpisodeResult['newest']>;

async function countedEpisodes(
  session: SparkSession,
  rule: EpisodeRule,
  range: TimeRange,
): Promise<EpisodeResult> {
  const judged = judgedQuery(rule, range);
  const [last] = await session.rows<Newest & { all: number; breaches: number }>(
    `select double(count(*)), double(count(*) filter (where breach)), ${milliseconds('max(time_us)')}, last.value, double(last.size), last.breach
    from (select *, max_by(struct(value, size, breach), struct(time_us, place)) over () as last from (${judged}))
    group by last`,
    ['all', 'breaches', 'time', 'value', 'events', 'breach'],
  );
  if (last === undefined) return { events: 0, newest: null, episodes: [] };
  const { all, breaches, ...newest } = last;
  const episodes =
    breaches === 0
      ? []
      : await session.rows<EpisodeSpan>(episodesQuery(rule, judged), ['start', 'end', 'peak', 'count']);
  return { events: all, newest, episodes };
}

/**
 * SQL of every event of the range with its window: `(block, time_us, place, value, size, breach)`.
 *
 * Events are numbered in time order; the window that ends at an event begins at the first number that is neither older
 * than the longest window, nor older than the rule's while enough events follow. Time is cut into blocks as long as the
 * longest window, each computed with the block before it as context, so that the work is spread over the cluster.
 */
function judgedQuery(rule: EpisodeRule, range: TimeRange): string {
  const { source: table, value, where } = episodeEvents(rule, DIALECT);
  const longest = Math.round(rule.maximumMs * 1000);
  const shorter = Math.min(longest, Math.round(rule.windowMs * 1000));
  const older = (us: number): string =>
    `count(*) over (partition by block order by time_us range between unbounded preceding and ${us} preceding)`;
  const fewest = rule.kind === 'health-failures' ? 1 : Math.min(rule.minimumEvents, MIN_EVENTS_FOR_BREACH);
  const share = rule.kind === 'error-share';
  return `with events as (
      select time_us, ${value} as failed, time_us div ${longest} as own from ${table}
      where ${inRange({ start: range.start - rule.maximumMs, end: range.end })} and ${where}),
    numbered as (
      select *, ${older(longest)} as too_old, ${older(shorter)} as old,
        row_number() over (partition by block order by time_us, failed) as place,
        sum(failed) over (partition by block order by time_us, failed rows unbounded preceding) as failures
      from (select *, explode(array(own, own + 1)) as block from events)),
    windows as (
      select *, greatest(too_old, least(old, place - ${rule.minimumEvents})) as before from numbered
      where block = own and ${inRange(range)}),
    valued as (
      select w.block, w.time_us, w.place, double(w.place - w.before) as size, w.failures - coalesce(n.failures, 0D) as failed
      from windows w left join numbered n on n.block = w.block and n.place = w.before)
    select block, time_us, place, size, ${share ? 'failed / size' : 'failed'} as value,
      size >= ${fewest} and ${share ? 'failed / size >' : 'failed >='} ${double(rule.threshold)} as breach
    from valued`;
}

/**
 * A run of consecutive breaching events is an episode; runs less than the rule's window apart are one, and silence as
 * long as the longest window ends it. Two breaches are consecutive when the same number of quiet events went before
 * both, which is summed by block first, so that only breaching events are sorted in one task.
 */
function episodesQuery(rule: EpisodeRule, judged: string): string {
  const silence = `if(quiet_before = lag(quiet_before) over (order by time_us, place), ${Math.round(rule.maximumMs * 1000)},
    ${Math.round(rule.windowMs * 1000)})`;
  return `with judged as (${judged}),
    blocks as (select block, sum(sum(if(breach, 0, 1))) over (order by block) - sum(if(breach, 0, 1)) as earlier
      from judged group by block),
    counted as (select block, time_us, place, value, breach,
      sum(if(breach, 0, 1)) over (partition by block order by time_us, place rows unbounded preceding) as within from judged),
    breaches as (select time_us, place, value, earlier + within as quiet_before from counted join blocks using (block) where breach),
    opened as (select time_us, place, value,
      if(time_us - lag(time_us) over (order by time_us, place) < ${silence}, 0, 1) as opens from breaches)
    select ${milliseconds('min(time_us)')}, ${milliseconds('max(time_us)')}, max(value), double(count(*)) from (
      select time_us, value, sum(opens) over (order by time_us, place rows unbounded preceding) as episode from opened)
    group by episode order by min(time_us)`;
}
