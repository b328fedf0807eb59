import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inputError } from '../monitor-error.ts';
import { readRegularFileSync } from '../regular-file.ts';
import type { Report } from '../report/schema/report.ts';
import { withId } from '../report/since.ts';
import type { PrunedReport } from '../report/site-data.ts';
import { type RunSummary, summarize } from '../report/summary.ts';
import {
  type ArchivedReport,
  decodeReport,
  encodeReport,
  parseTrusted,
  type ReportOrigin,
  sha256,
} from './archived-file.ts';
import { createDurably, removeDurably, removeStaleTemporaries, replaceDurably } from './durable-file.ts';
import { byNewest, isFarAhead } from './order.ts';
import { recentReports } from './recent-reports.ts';
import { type Retention, retained } from './retention.ts';
import { type DamagedReport, scanReports, scanTombstones } from './scan.ts';
import { type IndexEntry, readIndex, writeIndex } from './summary-index.ts';
import { encodeTombstone, type Tombstone } from './tombstone.ts';
import { unlessUnwritable } from './unwritable.ts';

export interface Archive {
  readonly directory: string;
  /** Whether nothing has added, replaced or removed reports or tombstones since the archive was opened. */
  isUnchanged(): boolean;
  /** Ids of the reports that can be read, newest first. */
  list(): readonly string[];
  summaries(): readonly RunSummary[];
  /**
   * A complete report, migrated to the current schema.
   * @throws MonitorError `no-such-report` (exit code 3).
   */
  read(id: string): Report;
  /**
   * Keeps a report for ever. The same id from the same inputs replaces itself; from other inputs it gets `-2`, `-3`, …,
   * unless both are provisional reports of one day (UTC): then the later one takes the place of the earlier.
   * @returns the id under which it lies now.
   * @throws MonitorError `archive-unwritable` (exit code 2); then the archive is as it was.
   */
  save(report: Report, from: ReportOrigin): string;
  /**
   * Whether a report stays as it is: it is not provisional, or its day is over.
   * @param now epoch milliseconds.
   */
  isFinal(id: string, now: number): boolean;
  /** Keeps what a build asked of the live world beside its report, so that the build can be repeated. */
  saveObservations(id: string, observations: unknown): void;
  /** The recorded observations of a report as JSON; null where there are none. */
  observations(id: string): string | null;
  /** Pruned reports, newest first. */
  pruned(): readonly PrunedReport[];
  /** Reports whose files exist but cannot be read. */
  damaged(): readonly DamagedReport[];
  /** One sentence for each file that was skipped. */
  notes(): readonly string[];
  /**
   * Prunes old reports: writes the tombstone of each, then removes its files. Only the `prune` command calls this.
   * @param now ISO 8601.
   * @returns ids of the pruned reports, newest first.
   */
  prune(retention: Retention, now: string, options?: { readonly dryRun?: boolean }): readonly string[];
}

/** Limit for ids, which are path segments of permalinks. */
const MAX_ID_CHARACTERS = 64;

/**
 * Opens the archive in a directory; a missing directory is an empty archive.
 *
 *     reports/<id>.json        the report and, in its last key, the hash of its inputs
 *     observations/<id>.json   what that build observed of external services
 *     pruned/<id>.json         the tombstone of a pruned report
 *     baselines/<hash>.json    what performance is compared with; see `baselines.ts`
 *     index.json               a cache of headline figures; may be deleted at any time
 *
 * @throws MonitorError `archive-unreadable` (exit code 2) when the directory exists and cannot be read.
 */
export function openArchive(directory: string): Archive {
  const reports = join(directory, 'reports');
  const prunedDirectory = join(directory, 'pruned');
  const indexPath = join(directory, 'index.json');
  const lastChanges = (): string => [reports, prunedDirectory].map(lastChange).join();
  const opened = lastChanges();
  const known = readIndex(indexPath);
  const scan = scanReports(reports, known);
  const entries = new Map(scan.entries);
  const prunedScan = scanTombstones(prunedDirectory);
  const tombstones = new Map(prunedScan.tombstones);
  const damagedIds = new Set(scan.damaged.map(({ id }) => id));
  const gone = [...known].filter(([id]) => !entries.has(id) && !tombstones.has(id) && !damagedIds.has(id));
  const damaged = [
    ...scan.damaged,
    ...gone.map(([id, { summary }]) => ({ id, reason: 'its file is gone', summary })),
  ];
  const notes = [
    ...scan.notes,
    ...prunedScan.notes,
    ...gone.map(([id]) => `reports/${id}.json: its file is gone; the index still has its headline figures`),
  ];
  const reportPath = (id: string): string => join(reports, `${id}.json`);
  const observationsPath = (id: string): string => join(directory, 'observations', `${id}.json`);
  const tombstonePath = (id: string): string => join(prunedDirectory, `${id}.json`);

  const recent = recentReports();
  const rememberAll = (): void => {
    // The index keeps the figures of unreadable reports: their pages have nothing else to show.
    const lost = [...known].filter(([id]) => !entries.has(id) && !tombstones.has(id));
    writeIndex(indexPath, new Map([...lost, ...entries]));
  };

  /** What lies under the report's id now; null when the id belongs to another report. */
  const saveAs = (report: Report, from: ReportOrigin): IndexEntry | null => {
    const { id } = report;
    const tombstone = tombstones.get(id);
    if (tombstone !== undefined && tombstone.inputsHash !== from.inputsHash) return null;
    let origin = from;
    if (!createDurably(reportPath(id), encodeReport(report, from))) {
      const there = decodeReport(readRegularFileSync(reportPath(id)).toString(), id);
      if (!there.ok || !mayReplace(there.value, report, from)) return null;
      // What was final stays so.
      origin = { ...from, provisional: from.provisional === true && there.value.provisional };
      replaceDurably(reportPath(id), encodeReport(report, origin));
    }
    if (tombstone !== undefined) removeDurably(tombstonePath(id));
    tombstones.delete(id);
    const { inputsHash, provisional = false } = origin;
    const digest = sha256(encodeReport(report, origin));
    return { sha256: digest, inputsHash, provisional, current: true, summary: summarize(report) };
  };

  const markPruned = (id: string, entry: IndexEntry, prunedAt: string): void => {
    const tombstone: Tombstone = { prunedAt, inputsHash: entry.inputsHash, summary: entry.summary };
    replaceDurably(tombstonePath(id), encodeTombstone(tombstone));
    removeDurably(reportPath(id));
    if (existsSync(observationsPath(id))) removeDurably(observationsPath(id));
    entries.delete(id);
    recent.forget(id);
    tombstones.set(id, tombstone);
  };

  const summaries = (): readonly RunSummary[] =>
    [...entries.values()].map((entry) => entry.summary).sort(byNewest);

  return {
    directory,
    isUnchanged: () => lastChanges() === opened,
    list: () => summaries().map((summary) => summary.id),
    summaries,
    read: recent.through((id) => {
      const entry = entries.get(id);
      if (entry === undefined) {
        throw inputError('no-such-report', `The archive ${directory} has no report "${id}".`);
      }
      const text = textOf(reportPath(id));
      if (text === null) {
        throw inputError(
          'no-such-report',
          `reports/${id}.json: it was there when the build began, and is gone.`,
        );
      }
      if (entry.current && sha256(text) === entry.sha256) return parseTrusted(text);
      const decoded = decodeReport(text, id);
      if (!decoded.ok) throw inputError('no-such-report', `reports/${id}.json: ${decoded.reason}.`);
      return decoded.value.report;
    }),
    save(report, from) {
      if (report.simulated) throw new Error('A simulated report is never archived.');
      return unlessUnwritable(directory, () => {
        mkdirSync(reports, { recursive: true });
        removeStaleTemporaries(reports);
        for (let number = 1; ; number++) {
          const id = numbered(report.id, number);
          const run = withId(report, id);
          const check = decodeReport(encodeReport(run, from), id);
          if (!check.ok) throw new Error(`The report cannot be archived: ${check.reason}`);
          const entry = saveAs(run, from);
          if (entry === null) continue;
          recent.forget(id);
          entries.set(id, entry);
          rememberAll();
          return id;
        }
      });
    },
    isFinal(id, now) {
      const entry = entries.get(id);
      return entry?.provisional !== true || utcDay(entry.summary.generatedAt) < utcDay(now);
    },
    saveObservations(id, observations) {
      const text = `${JSON.stringify(observations)}\n`;
      unlessUnwritable(directory, () => replaceDurably(observationsPath(id), text));
    },
    observations(id) {
      return textOf(observationsPath(id));
    },
    pruned: () =>
      [...tombstones.values()]
        .filter((tombstone) => !entries.has(tombstone.summary.id))
        .map(({ prunedAt, summary }) => ({ prunedAt, summary }))
        .sort((a, b) => byNewest(a.summary, b.summary)),
    damaged: () => damaged.filter(({ id }) => !entries.has(id) && !tombstones.has(id)),
    notes: () => notes,
    prune(retention, now, options = {}) {
      const all = summaries();
      // Reports dated by a wrong clock do not count towards the kept periods and are never pruned.
      const dated = all.filter((summary) => !isFarAhead(summary, Date.parse(now)));
      const keep = retained(dated, retention);
      const leaving = dated.map((summary) => summary.id).filter((id) => !keep.has(id));
      if (options.dryRun === true) return leaving;
      unlessUnwritable(directory, () => {
        for (const id of leaving) {
          const entry = entries.get(id);
          if (entry !== undefined) markPruned(id, entry, now);
        }
        rememberAll();
      });
      return leaving;
    },
  };
}

/** When a name in a directory was added, replaced or removed last. */
function lastChange(directory: string): bigint | null {
  try {
    return statSync(directory, { bigint: true }).mtimeNs;
  } catch {
    // Not there, or not readable, which reading it says.
    return null;
  }
}

const utcDay = (time: string | number): string => new Date(time).toISOString().slice(0, 10);

/** The same inputs, or two provisional reports of one day. */
function mayReplace(there: ArchivedReport, report: Report, from: ReportOrigin): boolean {
  if (there.inputsHash === from.inputsHash) return true;
  const provisional = from.provisional === true && there.provisional;
  return provisional && utcDay(there.report.generatedAt) === utcDay(report.generatedAt);
}

/** Null for a file that is not there, or cannot be read any more. */
function textOf(path: string): string | null {
  try {
    return readRegularFileSync(path).toString();
  } catch {
    return null;
  }
}

/** `2026-02-20`, `2026-02-20-2`, `2026-02-20-3`, …, never longer than an id may be. */
function numbered(id: string, number: number): string {
  const suffix = number === 1 ? '' : `-${number}`;
  return `${id.slice(0, MAX_ID_CHARACTERS - suffix.length)}${suffix}`;
}
