import { ruleFigures } from '../../alerts/rules/rule-figures.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';

/** Reports of which what measures read of single features and segments is kept; older ones keep the highest alone. */
const MAX_DETAILED = 400;

/** What the measures of rules read in archived reports. */
export interface Readings {
  /** The highest value of a measure in a report, which is the one that a limit meets first. */
  readonly highest: (report: string, measure: string) => number | null;
  readonly of: (report: string, measure: string, segment: string) => number | null;
  /** The newest report that could be read; null without one. */
  readonly newest: Report | null;
  /** Fewest production rows of a feature in a report. */
  readonly fewestRows: ReadonlyMap<string, number>;
}

const key = (...parts: readonly string[]): string => JSON.stringify(parts);

/** @param runs newest first. */
export function readMeasures(archive: Archive, runs: readonly RunSummary[]): Readings {
  const measures = ruleFigures({}).filter(({ figureUnit }) => figureUnit === null);
  const there = new Set(archive.list());
  const highest = new Map<string, number>();
  const single = new Map<string, number>();
  const fewestRows = new Map<string, number>();
  let newest: Report | null = null;
  for (const [i, { id }] of runs.filter((run) => there.has(run.id)).entries()) {
    const report = archive.read(id);
    newest ??= report;
    for (const measure of measures) {
      for (const { segment, value } of measure.read(report)) {
        if (value === null) continue;
        const whole = key(id, measure.id);
        highest.set(whole, Math.max(highest.get(whole) ?? value, value));
        if (segment !== null && i < MAX_DETAILED) single.set(key(id, measure.id, segment), value);
      }
    }
    for (const { name, nProduction } of report.drift.features) {
      if (nProduction > 0) fewestRows.set(name, Math.min(fewestRows.get(name) ?? nProduction, nProduction));
    }
  }
  return {
    highest: (report, measure) => highest.get(key(report, measure)) ?? null,
    of: (report, measure, segment) => single.get(key(report, measure, segment)) ?? null,
    newest,
    fewestRows,
  };
}
