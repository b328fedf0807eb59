import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routesPolicy } from '../../../src/alerts/routing/route-policy.ts';
import { briefOf } from '../../../src/outputs/brief.ts';
import { tellRoutes } from '../../../src/pipeline/tell-routes.ts';
import type { Incident } from '../../../src/report/schema/incidents.ts';
import { type RunSummary, summarize } from '../../../src/report/summary.ts';
import { randomFrom } from '../fixtures/random.ts';
import { fixtureReport } from '../fixtures/report.ts';
import { Hearer, isOpenIn, isSilenced } from './hearer.ts';
import { incidentHistory, type SimulatedReport } from './incident-history.ts';
import {
  EXACT,
  type Mood,
  openReceivers,
  type Received,
  type Receivers,
  ROUTE_NAMES,
  ROUTES,
  type RouteName,
} from './receivers.ts';

export interface SimulationResult {
  readonly incidents: number;
  /** Reports of which something was told, and how often for a second time. */
  readonly runs: number;
  readonly reruns: number;
  readonly losses: number;
  readonly failures: number;
  readonly routes: readonly { readonly name: RouteName; readonly told: number; readonly repeated: number }[];
  /** Contradictions between what was to be told and what arrived; none in a correct program. */
  readonly faults: readonly string[];
}

const IS_FOR: Readonly<Record<RouteName, (incident: Incident) => boolean>> = {
  pagerduty: ({ peak }) => peak === 'critical' || peak === 'high',
  slack: () => true,
  'slack-science': ({ owner }) => owner === 'Data science' || owner === 'Business / Data science',
  teams: ({ owner, segment }) => segment !== null && owner === 'Business',
  'teams-daily': () => true,
  webhook: () => true,
  github: () => true,
  mail: ({ peak }) => peak === 'critical' || peak === 'low',
};
const DIGESTS: Partial<Readonly<Record<RouteName, 'daily' | 'weekly'>>> = {
  'slack-science': 'weekly',
  'teams-daily': 'daily',
  mail: 'weekly',
};

const LOSSES = 3;
const MISSED = 0.05;
const RERUN = 0.25;
const LABELLED = 0.05;

/** Tells reports of a made-up history to servers with bad days, and compares what arrived with what had to. */
export async function simulateRoutes(reports: number, seed: number): Promise<SimulationResult> {
  const random = randomFrom(seed);
  const archiveDir = mkdtempSync(join(tmpdir(), 'routes-'));
  const clock = { now: 0 };
  const receivers = await openReceivers(() => clock.now);
  try {
    const simulation = new Simulation(receivers, archiveDir, clock);
    const history = incidentHistory(reports, random);
    for (const [day, report] of history.entries()) {
      simulation.observe(report);
      if (day > 0 && day % Math.ceil(reports / (LOSSES + 1)) === 0) simulation.loseState(report);
      if (random() < MISSED) continue;
      if (random() < LABELLED) simulation.label(random());
      await simulation.run(report, () => moodFrom(random()));
      if (random() < RERUN)
        await simulation.run({ ...report, id: `${report.id}${random() < 0.5 ? '' : '-2'}` }, () => 'fine');
    }
    return simulation.result(new Set(history.flatMap(({ incidents }) => incidents.map(({ id }) => id))).size);
  } finally {
    await receivers.close();
    rmSync(archiveDir, { recursive: true, force: true });
  }
}

function moodFrom(draw: number): Mood {
  if (draw < 0.07) return 'refuses';
  if (draw < 0.14) return 'loses-answers';
  return draw < 0.2 ? 'limits' : 'fine';
}

const BASE = fixtureReport({ rows: 40, features: [] });
const POLICY = routesPolicy.parse(
  ROUTES.map((route) =>
    'name' in route && route.name === 'teams-daily' ? { ...route, urlVariable: 'TEAMS_DAILY_URL' } : route,
  ),
);
const isLow = ({ peak }: Incident): boolean => peak === 'low';

class Simulation {
  readonly #receivers: Receivers;
  readonly #archiveDir: string;
  readonly #clock: { now: number };
  readonly #hearers = new Map(ROUTE_NAMES.map((name) => [name, new Hearer(IS_FOR[name])]));
  readonly #digests = new Map<RouteName, string>();
  readonly #faults: string[] = [];
  #runs: RunSummary[] = [];
  #labelled = new Set<string>();
  #counts = { runs: 0, reruns: 0, losses: 0, failures: 0 };

  constructor(receivers: Receivers, archiveDir: string, clock: { now: number }) {
    this.#receivers = receivers;
    this.#archiveDir = archiveDir;
    this.#clock = clock;
  }

  observe(report: SimulatedReport): void {
    this.#runs = [summarize({ ...BASE, ...report, incidents: [...report.incidents] }), ...this.#runs];
    for (const hearer of this.#hearers.values()) hearer.observe(this.#acknowledged(report));
  }

  loseState(report: SimulatedReport): void {
    this.#counts.losses++;
    rmSync(join(this.#archiveDir, 'sent'), { recursive: true, force: true });
    this.#digests.clear();
    this.#labelled.clear();
    for (const [name, hearer] of this.#hearers) if (!EXACT.has(name)) hearer.forget(report);
  }

  /** Somebody acknowledges an incident by a label on its issue. */
  label(draw: number): void {
    const open = this.#receivers.hub.issues.filter(({ state }) => state === 'open');
    open[Math.floor(draw * open.length)]?.labels.push('acknowledged');
  }

  async run(report: SimulatedReport, moodOf: (name: RouteName) => Mood): Promise<void> {
    const isRerun = this.#clock.now === Date.parse(report.generatedAt);
    this.#counts[isRerun ? 'reruns' : 'runs']++;
    this.#clock.now = Date.parse(report.generatedAt);
    const moods = new Map(ROUTE_NAMES.map((name) => [name, moodOf(name)]));
    for (const [name, mood] of moods) this.#receivers.setMood(name, mood);
    if (moods.get('github') !== 'refuses') this.#readLabels();
    const seen = this.#acknowledged(report);
    const due = new Map(
      [...this.#hearers].map(([name, hearer]) => [
        name,
        this.#digestDue(name, hearer, seen, moods.get(name)),
      ]),
    );
    await this.#tell(report);
    for (const [name, hearer] of this.#hearers) {
      hearer.observe(seen);
      const received = this.#receivers.take(name);
      const isUp = ['fine', 'limits'].includes(moods.get(name) ?? '');
      if (name === 'pagerduty') this.#checkPager(seen, received, isUp);
      else {
        hearer.receive(seen, received);
        const missing = hearer.missing(seen, (one) => isLow(one) && due.get(name) === false);
        if (isUp) this.#faults.push(...missing.map((fault) => `${name}: ${fault}`));
      }
    }
  }

  result(incidents: number): SimulationResult {
    const hearers = [...this.#hearers];
    return {
      incidents,
      ...this.#counts,
      routes: hearers.map(([name, { told, repeated }]) => ({ name, told, repeated })),
      faults: [
        ...this.#faults,
        ...hearers.flatMap(([name, { faults }]) => faults.map((fault) => `${name}: ${fault}`)),
      ],
    };
  }

  async #tell(report: SimulatedReport): Promise<void> {
    const current = { ...BASE, ...report, incidents: [...report.incidents] };
    const earlier = this.#runs.filter(({ id }) => id !== report.id);
    const { errors } = await tellRoutes(POLICY, {
      archiveDir: this.#archiveDir,
      message: {
        report: current,
        comparison: null,
        runs: [summarize(current), ...earlier],
        brief: briefOf(BASE, null),
        link: `https://team.example/reports/${report.id}/`,
        title: 'Monitor',
      },
      env: this.#receivers.env,
      world: {
        fetchImpl: fetch,
        sleep: async () => undefined,
        now: () => this.#clock.now,
        onRefused: () => undefined,
      },
      force: false,
      dryRun: false,
      isOld: false,
      print: () => undefined,
      preview: () => undefined,
    });
    this.#counts.failures += errors.length;
  }

  /** The labels that the next run reads. */
  #readLabels(): void {
    const marked = this.#receivers.hub.issues.filter(({ labels }) => labels.includes('acknowledged'));
    this.#labelled = new Set(marked.flatMap(({ body }) => /<!-- incident (\S+) -->/.exec(body)?.[1] ?? []));
  }

  #acknowledged(report: SimulatedReport): SimulatedReport {
    const cover = { until: null, reason: null, by: null };
    const incidents = report.incidents.map((incident) =>
      this.#labelled.has(incident.id) ? { ...incident, acknowledged: cover } : incident,
    );
    return { ...report, incidents };
  }

  /** Whether a route collects low severity and this run tells it: null where it does not collect. */
  #digestDue(
    name: RouteName,
    hearer: Hearer,
    report: SimulatedReport,
    mood: Mood | undefined,
  ): boolean | null {
    const digest = DIGESTS[name];
    if (digest === undefined) return null;
    const date = new Date(report.generatedAt);
    if (digest === 'weekly') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    const period = date.toISOString().slice(0, 10);
    const isDue = (this.#digests.get(name) ?? '') < period;
    const hasNews = hearer.missing(report, (incident) => !isLow(incident)).length > 0;
    if (isDue && (mood !== 'refuses' || !hasNews)) this.#digests.set(name, period);
    return isDue;
  }

  /** PagerDuty is judged by its alerts: a repeated event changes nothing. */
  #checkPager(report: SimulatedReport, received: readonly Received[], isUp: boolean): void {
    const wrong = (id: string, words: string): number =>
      this.#faults.push(`pagerduty: ${report.id}: ${id} ${words}`);
    const hearer = this.#hearers.get('pagerduty');
    if (hearer === undefined) return;
    hearer.told += new Set(received.map(({ incident, kind }) => `${incident} ${kind}`)).size;
    const known = new Map(
      this.#runs.toReversed().flatMap(({ incidents = [] }) => incidents.map((one) => [one.id, one])),
    );
    for (const { id, acknowledged } of report.incidents) {
      const incident = known.get(id);
      if (incident !== undefined && acknowledged !== null) known.set(id, { ...incident, acknowledged });
    }
    for (const { incident: id } of received) {
      const incident = known.get(id);
      if (incident !== undefined && isSilenced(incident, report)) wrong(id, 'is told while it is silenced');
    }
    for (const incident of known.values()) {
      const alert = this.#receivers.pager.alerts.get(incident.id);
      if (alert !== undefined && alert.opened > 1) wrong(incident.id, `was opened ${alert.opened} times`);
      if (!isUp || isSilenced(incident, report)) continue;
      const isOpen = isOpenIn(incident, report) && IS_FOR.pagerduty(incident);
      if (isOpen && (alert === undefined || alert.state === 'resolved')) wrong(incident.id, 'is not open');
      if (isOpen && incident.acknowledged !== null && alert?.state !== 'acknowledged')
        wrong(incident.id, 'is not acknowledged');
      if (!isOpenIn(incident, report) && alert !== undefined && alert.state !== 'resolved')
        wrong(incident.id, 'is not resolved');
    }
  }
}
