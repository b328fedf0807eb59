import type { Incident } from '../../../src/report/schema/incidents.ts';
import type { SimulatedReport } from './incident-history.ts';
import type { Received } from './receivers.ts';

interface Heard {
  readonly worsened: number;
  readonly reminders: number;
  readonly over: boolean;
}

/**
 * What one receiver heard, held against what it should have heard. It knows the incidents of every report and the messages
 * that arrived, nothing of the code that sent them.
 */
export class Hearer {
  /** Whom the route is for, written down a second time. */
  readonly #isFor: (incident: Incident) => boolean;
  readonly #heard = new Map<string, Heard>();
  readonly #lastSeen = new Map<string, Incident>();
  /** Incidents that were for the route in a report in which they could be told. */
  readonly #everFor = new Set<string>();
  /** Heard of before the last loss of state: each may be heard of once more. */
  #repeatable = new Set<string>();
  /** Over when what was told was lost, but not told so because of a silence that goes on. */
  readonly #mayEnd = new Set<string>();
  readonly faults: string[] = [];
  told = 0;
  repeated = 0;

  constructor(isFor: (incident: Incident) => boolean) {
    this.#isFor = isFor;
  }

  /** A report was made, whether or not anybody is told of it. */
  observe(report: SimulatedReport): void {
    for (const incident of report.incidents) {
      this.#lastSeen.set(incident.id, incident);
      if (this.#isFor(incident) && isOpenIn(incident, report) && !isSilenced(incident, report))
        this.#everFor.add(incident.id);
    }
  }

  /**
   * What was told is lost: an end that had not been told need not be told any more, and can be only where a silence still puts
   * it off; what is open may be told again.
   */
  forget(report: SimulatedReport): void {
    this.#repeatable = new Set(this.#heard.keys());
    for (const [id, heard] of this.#heard) {
      const incident = this.#lastSeen.get(id);
      if (incident?.state !== 'recovered') continue;
      if (!heard.over && isSilenced(incident, report)) this.#mayEnd.add(id);
      this.#heard.set(id, { ...heard, over: true });
    }
  }

  /** Checks the messages of one run, in the order of arrival. */
  receive(report: SimulatedReport, received: readonly Received[]): void {
    for (const message of received) {
      this.told++;
      const { incident: id, kind, mayRepeat } = message;
      const incident = this.#lastSeen.get(id);
      const before = this.#heard.get(id);
      const isRepeated = before !== undefined && mayRepeat && this.#repeatable.delete(id);
      if (isRepeated) this.repeated++;
      const wrong =
        incident === undefined ? 'is unknown' : this.#wrong(kind, incident, before, isRepeated, report);
      if (wrong !== null) this.faults.push(`${report.id}: ${kind} of ${id} ${wrong}`);
      const { worsened = 0, reminders = 0 } = incident ?? {};
      this.#heard.set(id, { worsened, reminders, over: kind === 'Over' });
    }
  }

  #wrong(
    kind: string,
    incident: Incident,
    before: Heard | undefined,
    isRepeated: boolean,
    report: SimulatedReport,
  ): string | null {
    if (isSilenced(incident, report)) return 'is told while it is silenced';
    const isLiving = isOpenIn(incident, report);
    if ((kind === 'Over') === isLiving) return 'is not so';
    if (before === undefined) {
      if (!this.#everFor.has(incident.id)) return 'is not for this route';
      return kind === 'Opened' || kind === 'Over' ? null : 'comes before its beginning';
    }
    if (isRepeated) return null;
    if (kind === 'Over' && before.over && this.#mayEnd.delete(incident.id)) return null;
    if (kind === 'Opened' || (kind === 'Over' && before.over)) return 'is told again';
    if (kind === 'Worse' && incident.worsened <= before.worsened) return 'is told without reason';
    if (kind !== 'Still open') return null;
    if (incident.acknowledged !== null) return 'is told although it is acknowledged';
    return incident.reminders <= before.reminders ? 'is told without reason' : null;
  }

  /** What should have arrived by now and has not. */
  missing(report: SimulatedReport, isCollected: (incident: Incident) => boolean): string[] {
    return [...this.#lastSeen.values()].flatMap((incident) => {
      if (isSilenced(incident, report) || isCollected(incident)) return [];
      const heard = this.#heard.get(incident.id);
      const wrong = (words: string): string[] => [`${report.id}: ${incident.id} ${words}`];
      if (!isOpenIn(incident, report))
        return heard?.over === false ? wrong('is over and it was not told') : [];
      if (heard === undefined) return this.#everFor.has(incident.id) ? wrong('was not told') : [];
      if (heard.worsened < incident.worsened) return wrong('got worse and it was not told');
      const isDue = heard.reminders < incident.reminders && incident.acknowledged === null;
      return isDue ? wrong('was not reminded of') : [];
    });
  }
}

export const isSilenced = ({ silencedUntil }: Incident, { generatedAt }: SimulatedReport): boolean =>
  silencedUntil !== null && Date.parse(silencedUntil) > Date.parse(generatedAt);

export const isOpenIn = ({ id, state }: Incident, { incidents }: SimulatedReport): boolean =>
  state !== 'recovered' && incidents.some((one) => one.id === id);
