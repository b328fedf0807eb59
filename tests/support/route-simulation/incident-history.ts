import type { Finding } from '../../../src/alerts/incident-findings.ts';
import { incidentsOf } from '../../../src/alerts/incidents.ts';
import type { Incident } from '../../../src/report/schema/incidents.ts';
import type { Severity } from '../../../src/report/schema/model.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-05T06:00:00Z');
const REMINDER_DAYS = 5;

/** One kind of incident: how often it begins and ends (a report), and how it may get worse. */
interface Kind {
  readonly rule: string;
  readonly segment: string | null;
  readonly problem: string;
  readonly owner: string;
  readonly severities: readonly [Severity, ...Severity[]];
  readonly begins: number;
  readonly ends: number;
}
const kind = (
  rule: string,
  owner: string,
  severities: Kind['severities'],
  begins: number,
  ends: number,
): Kind => ({
  rule,
  segment: null,
  problem: rule,
  owner,
  severities,
  begins,
  ends,
});

/** Long, short and recurring ones; one of two rules on one problem; one of a segment; one of low severity. */
const KINDS: readonly Kind[] = [
  kind('data-drift', 'Data science', ['medium', 'high'], 0.12, 0.15),
  kind('api-down', 'Infrastructure', ['critical'], 0.12, 0.6),
  { ...kind('performance-drop', 'Data science', ['high', 'critical'], 0.08, 0.12), problem: 'performance' },
  { ...kind('ranking-drop', 'Business / Data science', ['high'], 0.08, 0.15), problem: 'performance' },
  {
    ...kind('weak-segment', 'Business', ['medium'], 0.12, 0.2),
    segment: 'industry = Media',
    problem: 'weak',
  },
  kind('model-age', 'Data science', ['low', 'low', 'medium'], 0.1, 0.15),
];

export interface SimulatedReport {
  readonly id: string;
  readonly generatedAt: string;
  readonly incidents: readonly Incident[];
}

/**
 * A history of reports, one a day, with incidents by the rules of real reports. Some are silenced or acknowledged for a
 * while, by rule, and each says its own id in its explanation, by which a message of it is recognised.
 */
export function incidentHistory(reports: number, random: () => number): SimulatedReport[] {
  const levels = new Map<Kind, number>();
  const silences = new Map<string, number>();
  const covers = new Map<string, number>();
  let previous: Incident[] = [];
  return Array.from({ length: reports }, (_, day) => {
    const now = START + day * DAY_MS;
    const id = new Date(now).toISOString().slice(0, 10);
    const findings = KINDS.map((one) => findingOf(one, levels, random));
    previous = incidentsOf({ findings, previous, id, now, reminderDays: REMINDER_DAYS, explain: () => [] });
    for (const { rule } of KINDS) {
      if (random() < 0.02) silences.set(rule, now + Math.ceil(random() * 8) * DAY_MS);
      if (random() < 0.02) covers.set(rule, now + Math.ceil(random() * 20) * DAY_MS);
    }
    const inForce = (until: number | undefined): string | null =>
      until !== undefined && until > now ? new Date(until).toISOString() : null;
    const incidents = previous.map((incident) => {
      const until = inForce(covers.get(incident.rule));
      return {
        ...incident,
        explanation: `Case ${incident.id}.`,
        silencedUntil: inForce(silences.get(incident.rule)),
        acknowledged: until === null ? null : { until, reason: null, by: 'Ada' },
      };
    });
    return { id, generatedAt: new Date(now).toISOString(), incidents };
  });
}

/** What a rule finds today; its level is 0 while it does not fire, else its severity's number from 1 on. */
function findingOf(one: Kind, levels: Map<Kind, number>, random: () => number): Finding {
  const before = levels.get(one) ?? 0;
  const isWorse = before > 0 && before < one.severities.length && random() < 0.15;
  const isOver = before > 0 && random() < one.ends;
  const level = before === 0 ? Number(random() < one.begins) : isOver ? 0 : before + Number(isWorse);
  levels.set(one, level);
  const { rule, segment, problem, owner, severities } = one;
  return {
    rule,
    segment,
    problem,
    title: rule,
    severity: severities[Math.max(0, level - 1)] ?? severities[0],
    owner,
    action: 'Look.',
    explanation: 'x',
    value: level,
    threshold: 1,
    unit: 'rows',
    // Now and then a rule cannot be judged.
    status: random() < 0.03 ? 'unknown' : level > 0 ? 'firing' : 'ok',
    since: null,
  };
}
