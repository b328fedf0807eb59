import type { Status } from '../report/schema/common.ts';
import type { DriftStatus } from '../report/schema/drift.ts';
import type { Alert, Trigger } from '../report/schema/report.ts';

/** How a status looks: a glyph with a shape of its own and a word; the colour only repeats them. */
export interface StatusLook {
  readonly tone: Status;
  readonly word: string;
}

const look = (tone: Status, word: string): StatusLook => ({ tone, word });

export const STATUS_LOOK: Readonly<Record<Status, StatusLook>> = {
  green: look('green', 'Healthy'),
  yellow: look('yellow', 'Attention'),
  red: look('red', 'Critical'),
  unknown: look('unknown', 'Unknown'),
};

/** The glyph of a status in text; `IconSprite.astro` draws the same signs. */
export const STATUS_GLYPH: Readonly<Record<Status, string>> = {
  green: '✓',
  yellow: '▲',
  red: '✕',
  unknown: '?',
};

/** "✓ Healthy". */
export const statusLine = ({ tone, word }: StatusLook): string => `${STATUS_GLYPH[tone]} ${word}`;

/** The arrow of a change: up is better on every surface, whichever way the figure moved. */
export const DIRECTION_GLYPH = { worse: '↘', better: '↗', neutral: '•' } as const;

/** Marks of reports in a row of them, and of what the team noted. */
export const REPORT_MARK = { version: '◆', outage: '▼', note: '▽' } as const;

export const DRIFT_LOOK: Readonly<Record<DriftStatus, StatusLook>> = {
  drifted: look('red', 'Drifted'),
  stable: look('green', 'Stable'),
  'not-enough-data': look('unknown', 'Too few rows'),
  'not-applicable': look('unknown', 'Not tested'),
};

export const TRIGGER_LOOK: Readonly<Record<Trigger['status'], StatusLook>> = {
  met: look('yellow', 'Met'),
  'not-met': look('green', 'Not met'),
  unknown: look('unknown', 'Unknown'),
};

const SEVERE: ReadonlySet<Alert['severity']> = new Set(['critical', 'high']);

/**
 * A critical or high alert that fires is red, any other yellow, unless its section judged the same: the verdict's own rule.
 * One that ended is over.
 */
export function alertLook(alert: Pick<Alert, 'status' | 'severity' | 'weighs'>): StatusLook {
  const weight = alert.weighs ?? (SEVERE.has(alert.severity) ? 'red' : 'yellow');
  if (alert.status === 'firing') return look(weight, 'Firing');
  if (alert.status === 'fired') return look('green', 'Over');
  return alert.status === 'ok' ? look('green', 'Quiet') : look('unknown', 'Unknown');
}
