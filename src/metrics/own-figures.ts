import type { OwnAnswer } from '../ingest/own-figures.ts';
import type { OutcomeData } from '../ingest/sources/tables.ts';
import type { OwnFigure } from '../report/schema/own-figures.ts';
import type { OwnFigureFile } from '../settings/own-figures.ts';
import { publicName } from '../wording/public-name.ts';
import { type KRule, kRule, niceUnit, shownCount } from './privacy/k-rule.ts';
import { firstAlike, roundedBeside } from './privacy/rounding.ts';
import { unitOf } from './privacy/units.ts';
import type { MetricsContext } from './window.ts';

type Readable = Extract<OwnFigureFile, { readonly fault: null }>;

/** Longest reason, in characters. */
const MAX_REASON = 400;
const NOT_HERE = 'A team’s own figures are computed by the embedded engine only (STORE=duckdb).';
const NO_ANSWER: OwnAnswer = { ok: false, fault: 'it was not computed' };

/**
 * The team's own figures: each file's query over the rows of the window, judged by its exact value and published like every
 * figure of leads. A file that cannot be used, and a query that fails, give a red figure that says why.
 */
export async function ownFiguresSection(
  { store, policy, window }: MetricsContext,
  files: readonly OwnFigureFile[],
  outcomes: Pick<OutcomeData, 'outcomes'>,
): Promise<OwnFigure[]> {
  const readable = files.filter((file): file is Readable => file.fault === null);
  const queries = readable.map(({ header: { id }, sql }) => ({ id, sql }));
  const { predictions, requests } = window;
  const answers =
    queries.length === 0
      ? new Map<string, OwnAnswer>()
      : await store.ownQueries?.({ queries, window: { predictions, requests }, outcomes });
  return files.map((file) => {
    if (file.fault !== null) return broken(file, file.fault);
    if (answers === undefined) return unknown(file, NOT_HERE);
    const answer = answers.get(file.header.id) ?? NO_ANSWER;
    return answer.ok ? judged(file, answer, kRule(policy)) : broken(file, answer.fault);
  });
}

function judged(
  file: Readable,
  { value, leads }: Extract<OwnAnswer, { readonly ok: true }>,
  rule: KRule,
): OwnFigure {
  const { unit, healthy, action } = file.header;
  if (leads < rule.k) {
    return unknown(file, `Fewer than ${rule.k} leads: nothing is published of them.`);
  }
  if (value === null) return unknown(file, 'The query gave no value.', shownCount(leads, rule));
  if (unit === 'share' && (value < 0 || value > 1)) {
    return broken(file, 'a share lies from 0 to 1; the query gave another number');
  }
  if (unit === 'count' && !(Number.isSafeInteger(value) && value >= 0)) {
    return broken(file, 'a count is a whole number, not negative; the query gave another one');
  }
  const { min, max } = healthy ?? { min: null, max: null };
  const inside = (min === null || value >= min) && (max === null || value <= max);
  const limits = [min, max].filter((end) => end !== null);
  return {
    ...file.header,
    file: file.file,
    value: publishedValue(value, unit, leads, limits, rule),
    leads: shownCount(leads, rule),
    status: healthy === null ? 'unknown' : inside ? 'green' : 'yellow',
    reason: healthy === null ? 'This figure is shown and not judged.' : null,
    action: inside ? null : (action ?? `Find out why; ${file.file} says what is measured.`),
  };
}

/**
 * With the digits that k leads more or less would not change, on the value's own side of each limit: k of n leads move a
 * share by k ÷ n, and a number of another unit by about that part of itself.
 */
function publishedValue(
  value: number,
  unit: OwnFigure['unit'],
  leads: number,
  limits: readonly number[],
  rule: KRule,
): number {
  if (!rule.rounded) return value;
  if (unit === 'count') {
    return firstAlike(value, [shownCount(value, rule)], limits) ?? roundedBeside(value, rule.k, limits);
  }
  const step = unit === 'share' ? unitOf(leads, rule) : niceUnit((Math.abs(value) * rule.k) / leads);
  return roundedBeside(value, step, limits);
}

function unknown(file: OwnFigureFile, reason: string, leads = 0): OwnFigure {
  return { ...shownAs(file), value: null, leads, status: 'unknown', reason, action: null };
}

function broken(file: OwnFigureFile, fault: string): OwnFigure {
  const words = publicName(`${file.file}: ${fault}`, MAX_REASON);
  return {
    ...shownAs(file),
    value: null,
    leads: 0,
    status: 'red',
    reason: /[.!?…]$/.test(words) ? words : `${words}.`,
    action: `Mend or delete ${file.file} in the directory of own figures.`,
  };
}

/** A file whose header cannot be used has a card all the same. */
function shownAs(file: OwnFigureFile): Omit<OwnFigure, 'value' | 'leads' | 'status' | 'reason'> {
  const unread = {
    unit: 'score',
    page: 'scores',
    overview: false,
    definition: null,
    better: null,
    healthy: null,
    action: null,
  } as const;
  return { ...unread, ...file.header, file: file.file };
}
