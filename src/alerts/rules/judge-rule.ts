import type { FigureUnit } from '../../figures/units.ts';
import { UNITS } from '../../figures/units.ts';
import { SEVERITIES, type Severity } from '../../report/schema/model.ts';
import { percent, significant } from '../../wording/sentence-numbers.ts';
import { thresholdInSentence, valueInSentence } from '../../wording/units.ts';
import { bandOf, isOutside, type PastValue, previousWindow, sameWeekdays } from './baseline.ts';
import { byLevel, type Levels, type RulePolicy } from './rule-policy.ts';

/** What a rule judges. */
export interface Judged {
  readonly value: number;
  readonly unit: string;
  /** Of a headline figure; null for a measure, which has no history. */
  readonly figureUnit: FigureUnit | null;
  readonly past: readonly PastValue[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly windowDays: number;
}

/** Result of one condition. */
export type Found =
  | { readonly judged: false; readonly reason: string }
  | {
      readonly judged: true;
      /** The most severe limit that is crossed; null where none is. */
      readonly severity: Severity | null;
      /** The limit crossed, or the nearest one. */
      readonly threshold: number;
      /** "fires below 120". */
      readonly limit: string;
    };

/** Judges a value by every condition of a rule; the most severe result. */
export function judgeRule(rule: RulePolicy, judged: Judged): Found {
  const found = [
    ...beyond('above', rule, judged),
    ...beyond('below', rule, judged),
    ...change(rule, judged),
    ...outside(rule, judged),
  ];
  const known = found.filter((one) => one.judged);
  const crossed = SEVERITIES.map((severity) => known.find((one) => one.severity === severity));
  return (
    crossed.find((one) => one !== undefined) ??
    known[0] ??
    found[0] ?? { judged: false, reason: 'The rule has no condition.' }
  );
}

const words = ({ unit, figureUnit }: Judged, value: number): string =>
  figureUnit === null ? thresholdInSentence(value, unit) : UNITS[figureUnit].sentence(value);

/** The most severe level that is crossed, else the mildest, as a limit that is not. */
function atLevels(
  levels: Levels,
  { severity }: RulePolicy,
  crossed: (limit: number) => boolean,
  say: (limit: number) => string,
  thresholdOf: (limit: number) => number = (limit) => limit,
): Found {
  const all = byLevel(levels, severity);
  const hit = all.find(([, limit]) => crossed(limit));
  const [level, limit] = hit ?? all.at(-1) ?? [null, 0];
  return {
    judged: true,
    severity: hit === undefined ? null : level,
    threshold: thresholdOf(limit),
    limit: say(limit),
  };
}

function beyond(side: 'above' | 'below', rule: RulePolicy, judged: Judged): Found[] {
  const levels = rule[side];
  if (levels === undefined) return [];
  const { value } = judged;
  return [
    atLevels(
      levels,
      rule,
      (limit) => (side === 'above' ? value > limit : value < limit),
      (limit) => `${side} ${words(judged, limit)}`,
    ),
  ];
}

function change(rule: RulePolicy, judged: Judged): Found[] {
  if (rule.change === undefined) return [];
  const { from, up, down } = rule.change;
  const { past, now, value, windowDays } = judged;
  const expected =
    from === 'previous-window' ? previousWindow(past, now, windowDays) : sameWeekdays(past, now);
  if (!expected.known) return [{ judged: false, reason: expected.reason }];
  const before = expected.value;
  if (before === 0) return [{ judged: false, reason: 'What it is compared with is 0.' }];
  const than = `${words(judged, before)} ${from === 'previous-window' ? `${windowDays} days before` : 'on the last four of this weekday'}`;
  const relative = (value - before) / Math.abs(before);
  const side = (levels: Levels, sign: 1 | -1): Found =>
    atLevels(
      levels,
      rule,
      (limit) => sign * relative > limit,
      (limit) => `more than ${percent(limit)} ${sign === 1 ? 'above' : 'below'} ${than}`,
      (limit) => before + sign * limit * Math.abs(before),
    );
  return [...(up === undefined ? [] : [side(up, 1)]), ...(down === undefined ? [] : [side(down, -1)])];
}

/** By the first band that the value is outside of, from the most severe on; by the mildest where it is in all of them. */
function outside(rule: RulePolicy, judged: Judged): Found[] {
  if (rule.outside === undefined) return [];
  const { falseAlarms, side } = rule.outside;
  const { figureUnit: unit, past, now, value } = judged;
  if (unit === null) return [{ judged: false, reason: 'Only a headline figure has a history.' }];
  let last: Found[] = [];
  for (const [severity, share] of byLevel(falseAlarms, rule.severity)) {
    const band = bandOf(past, now, unit, share);
    if (!band.known) return [{ judged: false, reason: band.reason }];
    const where = isOutside(value, band, unit);
    const counts = (where === -1 && side !== 'above') || (where === 1 && side !== 'below');
    const nearLow = side === 'below' || (side === 'both' && value - band.low < band.high - value);
    const limit = `outside ${words(judged, band.low)} to ${words(judged, band.high)}, what ${band.n} earlier reports lead one to expect on this weekday (${significant(share * 100)} % of reports are outside by chance)`;
    const threshold = nearLow ? band.low : band.high;
    last = [{ judged: true, severity: counts ? severity : null, threshold, limit }];
    if (counts) break;
  }
  return last;
}

/** The value as text within a sentence. */
export const valueWords = (judged: Judged): string =>
  judged.figureUnit === null
    ? valueInSentence(judged.value, judged.unit)
    : UNITS[judged.figureUnit].sentence(judged.value);
