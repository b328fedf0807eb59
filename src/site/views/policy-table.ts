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

/** The thresholds in force that a definition depends on. */
export const thresholdsOf = (policy: Report['policy'], prefixes: readonly string[]): PolicyRow[] =>
  policy
    .filter((entry) => prefixes.some((prefix) => entry.key.startsWith(prefix)) && !TEXTS.test(entry.key))
    .map(row);

/** What this report's policy says otherwise than the default. */
export const changedPolicy = (policy: Report['policy']): PolicyRow[] =>
  policy.filter((entry) => entry.changed).map(row);
