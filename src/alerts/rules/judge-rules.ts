import type { Report } from '../../report/schema/report.ts';
import { cleanText, sentence } from '../../wording/clean-text.ts';
import { type EarlierRun, openMembers } from '../earlier-run.ts';
import type { JudgedSections } from '../judgement.ts';
import { pastValues } from './baseline.ts';
import { type Found, type Judged, judgeRule, valueWords } from './judge-rule.ts';
import type { Reading } from './measures.ts';
import { type RuleFigure, ruleFigures } from './rule-figures.ts';
import { byLevel, type RulePolicy } from './rule-policy.ts';
import { judgeLasting } from './sustained.ts';

type Alert = Report['alerts'][number];
type Entry = NonNullable<Alert['segments']>[number];

/** Segments or features listed of one rule. */
const MAX_ENTRIES = 20;
const NAMED = 3;

export interface Rule {
  readonly id: string;
  /** Sort key among alerts of one severity. */
  readonly weight: number;
  readonly policy: RulePolicy;
}

export interface RuleContext {
  readonly sections: JudgedSections;
  /** The reports before this one, newest first. */
  readonly earlier: readonly EarlierRun[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Judges every rule that is switched on; one alert each. */
export function judgeRules(rules: readonly Rule[], context: RuleContext): Alert[] {
  const figures = ruleFigures(context.sections);
  return rules
    .filter(({ policy }) => policy.enabled)
    .map((rule) => {
      const figure = figures.find(({ id }) => id === rule.policy.figure);
      return figure === undefined
        ? unknownAlert(rule, null, 'There is no such figure.')
        : judge(rule, figure, context);
    });
}

function judge(rule: Rule, figure: RuleFigure, context: RuleContext): Alert {
  const { segment: wanted } = rule.policy;
  const readings = figure
    .read(context.sections)
    .filter(({ segment }) => wanted === undefined || segment === wanted);
  const past = pastValues(figure.id, rule.id, context.earlier);
  const entries = readings.map((reading) => judgeReading(rule, figure, reading, { ...context, past }));
  const whole = entries.find(({ segment }) => segment === null);
  if (whole !== undefined) return alertOf(rule, figure, whole, null);
  const known = entries.filter(({ status }) => status !== 'unknown');
  if (known.length === 0) {
    const reason = wanted === undefined ? 'Nothing could be judged.' : `Nothing is known of ${wanted}.`;
    return { ...unknownAlert(rule, figure, entries[0]?.explanation ?? reason), segments: [] };
  }
  const sign = rule.policy.below === undefined ? -1 : 1;
  const ordered = known.toSorted(
    (a, b) => RANK[a.status] - RANK[b.status] || sign * ((a.value ?? 0) - (b.value ?? 0)),
  );
  const [worst] = ordered;
  if (worst === undefined) throw new Error('A rule that was judged has an entry.');
  return alertOf(rule, figure, worst, listed(rule, [...ordered, ...entries], context));
}

/** Firing, or breached and waiting, or not judged although an incident is open. */
type Status = 'firing' | 'waiting' | 'ok' | 'unknown';
const RANK: Readonly<Record<Status, number>> = { firing: 0, waiting: 1, ok: 2, unknown: 3 };

interface JudgedEntry extends Pick<Entry, 'severity' | 'value' | 'threshold' | 'explanation' | 'breach'> {
  readonly segment: string | null;
  readonly status: Status;
}

function judgeReading(
  rule: Rule,
  figure: RuleFigure,
  reading: Reading,
  context: RuleContext & Pick<Judged, 'past'>,
): JudgedEntry {
  const { policy, id } = rule;
  const { segment, value, note } = reading;
  const base = { segment, severity: mildest(policy) };
  const notJudged = (reason: string): JudgedEntry => ({
    ...base,
    ...{ status: 'unknown', value: null, threshold: 0, breach: false },
    explanation: sentence(reason),
  });
  if (value === null) return notJudged(note ?? 'There is no value.');
  const judged: Judged = {
    value,
    unit: figure.unit,
    figureUnit: figure.figureUnit,
    past: context.past,
    now: context.now,
    windowDays: context.sections.window.days,
  };
  const found = judgeRule(policy, judged);
  if (!found.judged) return { ...notJudged(found.reason), value };
  const breach = found.severity !== null;
  const lasting = judgeLasting(policy.for, id, segment, breach, context.earlier);
  return {
    ...base,
    severity: found.severity ?? base.severity,
    status: lasting.fires ? 'firing' : breach ? 'waiting' : 'ok',
    value,
    threshold: found.threshold,
    breach,
    explanation: explain(figure, judged, found, { segment, note, waits: lasting.words }),
  };
}

function explain(
  { label }: RuleFigure,
  judged: Judged,
  found: Extract<Found, { judged: true }>,
  { segment, note, waits }: { segment: string | null; note: string | null; waits: string | null },
): string {
  const of = segment === null ? '' : ` of ${segment}`;
  const evidence = note === null ? '' : ` (${note})`;
  const when = waits === null ? '' : `; ${waits}`;
  return sentence(`${label}${of}: ${valueWords(judged)}${evidence}; fires ${found.limit}${when}`);
}

const mildest = (policy: RulePolicy): Alert['severity'] => {
  const levels =
    policy.above ?? policy.below ?? policy.outside?.falseAlarms ?? policy.change?.up ?? policy.change?.down;
  return (levels === undefined ? undefined : byLevel(levels, policy.severity).at(-1)?.[0]) ?? policy.severity;
};

/** What the report keeps of a rule's segments: those that breach, and those of open incidents that could not be judged. */
function listed({ id }: Rule, entries: readonly JudgedEntry[], { earlier }: RuleContext): Entry[] {
  const open = new Set(openMembers(id, earlier[0]).map(({ segment }) => segment));
  const kept = [...new Set(entries)].flatMap(
    ({ status, segment, ...entry }): (Entry & { was: boolean })[] => {
      const was = open.has(segment);
      if (segment === null || status === 'ok' || (status === 'unknown' && !was)) return [];
      return [{ ...entry, segment: cleanText(segment, 200), status, was }];
    },
  );
  return kept
    .toSorted((a, b) => Number(b.was) - Number(a.was))
    .slice(0, MAX_ENTRIES)
    .map(({ was, ...entry }) => entry);
}

function alertOf(rule: Rule, figure: RuleFigure, worst: JudgedEntry, segments: Entry[] | null): Alert {
  const { severity, value, threshold, breach, status } = worst;
  const firing = (segments ?? []).filter((entry) => entry.status === 'firing');
  const others = firing.slice(0, NAMED).map(({ segment }) => segment);
  const more =
    firing.length > 1
      ? ` ${firing.length} fire: ${others.join(', ')}${firing.length > NAMED ? ', …' : ''}.`
      : '';
  return {
    ...identity(rule, figure),
    severity,
    status: status === 'waiting' ? 'ok' : status,
    value,
    threshold,
    explanation: `${worst.explanation}${more}`,
    ...(breach === (status === 'firing') ? {} : { breach }),
    ...(segments === null ? {} : { segments }),
  };
}

function unknownAlert(rule: Rule, figure: RuleFigure | null, reason: string): Alert {
  const severity = mildest(rule.policy);
  const explanation = sentence(reason);
  return {
    ...identity(rule, figure),
    severity,
    status: 'unknown',
    value: null,
    threshold: 0,
    explanation,
    breach: false,
  };
}

const identity = ({ id, policy }: Rule, figure: RuleFigure | null) => ({
  id,
  title: policy.title ?? figure?.label ?? id,
  owner: policy.owner,
  action: policy.action,
  unit: figure?.unit ?? '',
  figure: policy.figure,
  episodes: [],
});
