import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createDurably, removeDurably, replaceDurably } from '../../archive/durable-file.ts';
import { unlessUnwritable } from '../../archive/unwritable.ts';
import { readRegularFileSync } from '../../regular-file.ts';

/** What a route was told of one incident. */
export interface Told {
  readonly events: ReadonlySet<string>;
  /** How often it had got worse, and how many reminders were due, when the route was last told of it. */
  readonly worsened: number;
  readonly reminders: number;
  /** Where the receiver keeps the incident's messages together, as its first answer said; null where that is unknown. */
  readonly thread: string | null;
}

const entrySchema = z.object({
  /** `sending`: the run ended before the server's answer was written down, so the message may have arrived. */
  status: z.enum(['sending', 'told']),
  worsened: z.number().int().min(0).catch(0),
  reminders: z.number().int().min(0).catch(0),
  thread: z.string().max(200).nullable().catch(null),
});
type Entry = z.output<typeof entrySchema>;

const untilSchema = z.object({ generatedAt: z.iso.datetime() });

const EVENT = /^(.+)\.(opened|acknowledged|recovered|(?:worse|reminder)-[1-9]\d*)\.json$/;
const DIGEST = /^(\d{4}-\d\d-\d\d)\.digest\.json$/;
const UNTIL = 'handled.until.json';

/**
 * What one route was told, as files in `sent/<route>` of the archive's directory: one for each event of an incident, made
 * before the message is sent and removed where it was certainly not sent. Files are only added, so that directories of two
 * machines can be united.
 *
 * @param exact whether the receiver recognises a repeated message: one whose fate is unknown then counts as not told.
 */
export class Ledger {
  readonly #archiveDir: string;
  readonly #directory: string;
  readonly #exact: boolean;
  readonly #names: readonly string[];
  /** By incident, because an archive of years holds thousands of files and every incident is asked for. */
  readonly #events: ReadonlyMap<string, readonly NamedEvent[]>;

  constructor(archiveDir: string, route: string, exact: boolean) {
    this.#archiveDir = archiveDir;
    this.#directory = join(archiveDir, 'sent', route);
    this.#exact = exact;
    this.#names = namesIn(this.#directory);
    this.#events = Map.groupBy(this.#names.flatMap(eventsOf), ({ incident }) => incident);
  }

  /** Time (ISO 8601) of the newest report of which everything was told; null for a new route and where its state was lost. */
  get handledUntil(): string | null {
    return this.#until(UNTIL);
  }

  handled(generatedAt: string): void {
    this.#replace(UNTIL, { generatedAt });
  }

  /** The newest digest: the day on which its period began, and the time of its report; null where there was none. */
  lastDigest(): { readonly period: string; readonly generatedAt: string | null } | null {
    const period = this.#names
      .flatMap((name) => DIGEST.exec(name)?.[1] ?? [])
      .sort()
      .at(-1);
    return period === undefined ? null : { period, generatedAt: this.#until(`${period}.digest.json`) };
  }

  /** @returns false where the period has a digest. */
  claimDigest(period: string, generatedAt: string): boolean {
    return this.#create(`${period}.digest.json`, { generatedAt });
  }

  releaseDigest(period: string): void {
    this.#remove(`${period}.digest.json`);
  }

  /** Ids of the incidents of which the route was told something. */
  incidents(): readonly string[] {
    return [...this.#events.keys()];
  }

  told(incident: string): Told {
    const entries = (this.#events.get(incident) ?? []).flatMap(({ name, event }) => {
      const entry = this.#entry(name);
      return this.#exact && entry.status === 'sending' ? [] : [{ event, ...entry }];
    });
    return {
      events: new Set(entries.map(({ event }) => event)),
      worsened: Math.max(
        0,
        ...entries.map(({ event, worsened }) => Math.max(worsened, numberOf(event, 'worse'))),
      ),
      reminders: Math.max(
        0,
        ...entries.map(({ event, reminders }) => Math.max(reminders, numberOf(event, 'reminder'))),
      ),
      // The newest: a thread that was deleted is begun again.
      thread:
        entries
          .toSorted((a, b) => b.worsened + b.reminders - a.worsened - a.reminders)
          .find(({ thread }) => thread !== null)?.thread ?? null,
    };
  }

  /** @returns false where another run has told of the event, or is about to. */
  claim(incident: string, event: string, counts: Pick<Entry, 'worsened' | 'reminders'>): boolean {
    const { worsened, reminders } = counts;
    const entry: Entry = { status: 'sending', worsened, reminders, thread: null };
    const name = `${incident}.${event}.json`;
    if (this.#create(name, entry)) return true;
    if (!this.#exact || this.#entry(name).status === 'told') return false;
    this.#replace(name, entry);
    return true;
  }

  settle(incident: string, event: string, entry: Omit<Entry, 'status'>): void {
    const told: Entry = { status: 'told', ...entry };
    this.#replace(`${incident}.${event}.json`, told);
  }

  release(incident: string, event: string): void {
    this.#remove(`${incident}.${event}.json`);
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }

  /** @returns false where the file is there. */
  #create(name: string, value: unknown): boolean {
    return unlessUnwritable(this.#archiveDir, () => createDurably(this.#path(name), textOf(value)));
  }

  #replace(name: string, value: unknown): void {
    unlessUnwritable(this.#archiveDir, () => replaceDurably(this.#path(name), textOf(value)));
  }

  #remove(name: string): void {
    unlessUnwritable(this.#archiveDir, () => removeDurably(this.#path(name)));
  }

  #json(name: string): unknown {
    try {
      return JSON.parse(readRegularFileSync(this.#path(name)).toString());
    } catch {
      return null;
    }
  }

  /** A file that cannot be read says by its name alone that the event was told. */
  #entry(name: string): Entry {
    const parsed = entrySchema.safeParse(this.#json(name));
    return parsed.success ? parsed.data : { status: 'told', worsened: 0, reminders: 0, thread: null };
  }

  #until(name: string): string | null {
    const parsed = untilSchema.safeParse(this.#json(name));
    return parsed.success ? parsed.data.generatedAt : null;
  }
}

interface NamedEvent {
  /** Of the file. */
  readonly name: string;
  readonly incident: string;
  readonly event: string;
}

/** The event that a file is of; empty for other files. */
function eventsOf(name: string): NamedEvent[] {
  const [, incident, event] = EVENT.exec(name) ?? [];
  return incident === undefined || event === undefined ? [] : [{ name, incident, event }];
}

const textOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** 3 of `worse-3`. */
const numberOf = (event: string, kind: 'worse' | 'reminder'): number =>
  event.startsWith(`${kind}-`) ? Number(event.slice(kind.length + 1)) : 0;
