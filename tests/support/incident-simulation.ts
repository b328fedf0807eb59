import { causesOf } from '../../src/alerts/incident-causes.ts';
import { findingsOf } from '../../src/alerts/incident-findings.ts';
import { incidentsOf } from '../../src/alerts/incidents.ts';
import { judgeRules } from '../../src/alerts/rules/judge-rules.ts';
import { earlierReports } from '../../src/report/earlier-reports.ts';
import type { Incident } from '../../src/report/schema/incidents.ts';
import type { Alert, Report } from '../../src/report/schema/report.ts';
import { type RunSummary, summarize } from '../../src/report/summary.ts';
import { rulesOf } from '../../src/settings/alerts-policy.ts';
import { parsePolicy } from '../../src/settings/read-policy.ts';
import { type Random, seededRandom } from '../../src/stats/distributions/random.ts';
import { DAY_MS, isoTime } from '../../src/wording/time.ts';
import { fixtureReport } from './fixtures/report.ts';

/** What is planted: days are of the simulation; `worse` is the day on which it gets worse. */
interface Planted {
  readonly kind: 'traffic' | 'missing' | 'performance' | 'api' | 'latency';
  readonly from: number;
  /** First day on which it is over. */
  readonly to: number;
  readonly worse: number | null;
}

/** One thing to be told: what, of which kind of incident, on which day. */
export interface Told {
  readonly rule: string;
  readonly event: string;
  readonly day: number;
}

export interface Simulated {
  readonly expected: readonly Told[];
  /** Events by incident and day, each once however many reruns there were; reminders are left out. */
  readonly told: readonly Told[];
  /** Events that two reports of different days told. */
  readonly twice: number;
  /** Reports on days without a fall of traffic in which its band alarmed all the same, and such reports in all. */
  readonly falseAlarms: number;
  readonly quietReports: number;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly days: number;
  readonly incidents: boolean;
  /** Growth a week, and standard deviation of the logarithm of a day's traffic. */
  readonly growth?: number;
  readonly noise?: number;
}

const START = Date.parse('2025-01-06T06:00:00Z');
const WEEK = [1, 1.1, 1.05, 1, 0.9, 0.4, 0.35];
const SETTLING = 40;
const POLICY = parsePolicy(
  {
    alerts: {
      'slow-answers': { figure: 'latency-p95', above: { medium: 80, high: 200 }, for: '2 of 3' },
      'repeated-leads': { enabled: false },
      'segment-fall': { enabled: false },
    },
  },
  'the simulation',
);

/** Runs daily reports, with reruns of a day, days without a report, and nights that could not judge. */
export function simulateIncidents(options: SimulationOptions): Simulated {
  const { seed, days, incidents, growth = 0.01, noise = 0.12 } = options;
  const random = seededRandom(seed);
  const planted = incidents ? plant(days, random) : [];
  const missed = new Set(incidents ? unwatched(days, planted, random) : []);
  const runs: RunSummary[] = [];
  const events = new Map<string, Told>();
  let [twice, falseAlarms, quietReports] = [0, 0, 0];
  for (let day = 0; day < days; day++) {
    const traffic = Math.round(
      500 * (1 + growth) ** (day / 7) * (WEEK[day % 7] ?? 1) * Math.exp(noise * random.normal()),
    );
    if (missed.has(day)) continue;
    const repeats = incidents && random.uniform() < 0.15 ? 2 : 1;
    for (let run = 0; run < repeats; run++) {
      const report = reportOf(day, run, traffic, planted, runs);
      const { incidents: now = [] } = report;
      for (const { id, rule, event } of now) {
        if (event === null || event.startsWith('reminder')) continue;
        const key = `${id} ${event}`;
        if (events.has(key) && events.get(key)?.day !== day) twice++;
        events.set(key, { rule, event, day });
      }
      const falls = planted.some((one) => one.kind === 'traffic' && day >= one.from && day < one.to);
      if (!falls && run === 0 && day >= 28) {
        quietReports++;
        const band = report.alerts.find((alert) => alert.id === 'unusual-traffic');
        falseAlarms += Number(band?.status === 'firing');
      }
      runs.push(summarize(report));
    }
  }
  return {
    expected: planted.flatMap(expectedOf),
    told: [...events.values()],
    twice,
    falseAlarms,
    quietReports,
  };
}

/** Incidents one after the other, each kind in turn, with quiet days between. */
function plant(days: number, random: Random): Planted[] {
  const kinds = ['traffic', 'missing', 'performance', 'api', 'latency'] as const;
  const all: Planted[] = [];
  for (let from = SETTLING, i = 0; from + 12 < days; i++) {
    const kind = kinds[i % kinds.length] ?? 'traffic';
    const length = 4 + random.below(4);
    const worse = kind === 'performance' || kind === 'latency' || kind === 'missing' ? from + 2 : null;
    all.push({ kind, from, to: from + length, worse });
    from += length + 5 + random.below(4);
  }
  return all;
}

/** Days without a report, none of them a day on which something is to be told. */
function unwatched(days: number, planted: readonly Planted[], random: Random): number[] {
  const busy = new Set(
    planted.flatMap(({ from, to }) => Array.from({ length: to - from + 5 }, (_, i) => from - 2 + i)),
  );
  return Array.from({ length: days }, (_, day) => day).filter(
    (day) => day > SETTLING && !busy.has(day) && random.uniform() < 0.2,
  );
}

const RULES: Readonly<Record<Planted['kind'], string>> = {
  traffic: 'unusual-traffic',
  missing: 'missing-values',
  performance: 'ranking-drop',
  api: 'api-down',
  latency: 'slow-answers',
};

function expectedOf({ kind, from, to, worse }: Planted): Told[] {
  const rule = RULES[kind];
  // Two of three reports: it opens with the second breach, and is over when one is left.
  const late = kind === 'latency' ? 1 : 0;
  return [
    { rule, event: 'opened', day: from + late },
    ...(worse === null ? [] : [{ rule, event: 'worse-1', day: worse }]),
    { rule, event: 'recovered', day: to + late },
  ];
}

function reportOf(
  day: number,
  run: number,
  traffic: number,
  planted: readonly Planted[],
  runs: readonly RunSummary[],
): Report {
  const now = START + day * DAY_MS + run * 3_600_000;
  const date = isoTime(now).slice(0, 10);
  const earlier = earlierReports(runs, { id: date, now });
  const open = (kind: Planted['kind']): Planted | undefined =>
    planted.find((one) => one.kind === kind && day >= one.from && day < one.to);
  const worse = (kind: Planted['kind']): boolean => day >= (open(kind)?.worse ?? Infinity);
  const sections = sectionsOf({
    now,
    traffic: open('traffic') === undefined ? traffic : Math.round(traffic * 0.4),
    missing: open('missing') === undefined ? 0 : worse('missing') ? 0.6 : 0.3,
    latency: open('latency') === undefined ? 30 : worse('latency') ? 300 : 120,
  });
  const api = open('api');
  const alerts = [
    // In the middle of its incident the log cannot be judged for a day.
    builtIn('api-down', api === undefined ? 'ok' : day === api.from + 1 ? 'unknown' : 'firing'),
    builtIn('ranking-drop', open('performance') === undefined ? 'ok' : 'firing'),
    builtIn('performance-drop', worse('performance') ? 'firing' : 'ok'),
    ...judgeRules(rulesOf(POLICY.alerts), { sections, earlier, now }),
  ];
  const incidents: Incident[] = incidentsOf({
    findings: findingsOf(alerts, earlier),
    previous: earlier[0]?.incidents ?? [],
    id: date,
    now,
    reminderDays: 7,
    explain: (incident) => causesOf(incident, { ...sections, alerts }, earlier),
  });
  return { ...sections, id: run === 0 ? date : `${date}-${run + 1}`, alerts, incidents };
}

const base = fixtureReport({});

function sectionsOf({
  now,
  traffic,
  missing,
  latency,
}: {
  now: number;
  traffic: number;
  missing: number;
  latency: number;
}): Report {
  const figure = (value: number) => ({
    ...{ value, status: 'green' as const, range: null, n: 500, interval: null, reason: null, action: null },
  });
  const features = base.drift.features.slice(0, 2).map((feature, i) => ({
    ...feature,
    missing: {
      status: i === 0 && missing > 0 ? ('drifted' as const) : ('stable' as const),
      ...{ referenceShare: 0, productionShare: i === 0 ? missing : 0, p: 0.5, reason: null },
    },
  }));
  const predictions = { ...base.inputs.predictions, last: isoTime(now - 60_000) };
  return {
    ...base,
    generatedAt: isoTime(now),
    figures: { traffic: figure(traffic), 'latency-p95': figure(latency) },
    drift: { ...base.drift, features },
    inputs: { ...base.inputs, predictions },
  };
}

const builtIn = (id: string, status: Alert['status']): Alert => ({
  ...{ id, title: id, severity: id === 'api-down' ? 'critical' : 'high', owner: 'Somebody', status },
  ...{ value: 1, threshold: 0, unit: '', explanation: `${id}.`, action: 'Look.', episodes: [] },
});
