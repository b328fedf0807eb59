import type { Report } from '../../report/schema/report.ts';

type Entry = Report['policy'][number];

export interface PolicyRow {
  readonly key: string;
  readonly value: string;
  readonly changed: boolean;
}

const row = (entry: Entry): PolicyRow => ({
  key: entry.key,
  value: entry.value === null ? 'none' : String(entry.value),
  changed: entry.changed,
});

const TEXTS = /\.(action|owner|cause|severity)$|^(playbook|site|mail)\./;

/** The thresholds in force that affect a definition. */
export const thresholdsOf = (policy: Report['policy'], prefixes: readonly string[]): PolicyRow[] =>
  policy
    .filter((entry) => prefixes.some((prefix) => entry.key.startsWith(prefix)) && !TEXTS.test(entry.key))
    .map(row);

/** Entries of this report's policy that differ from the default. */
export const changedPolicy = (policy: Report['policy']): PolicyRow[] =>
  policy.filter((entry) => entry.changed).map(row);
