import { allFigures } from '../figures/registry.ts';
import { acceptanceOf, silenceOf, silenceOfAlert } from '../wording/decisions.ts';
import { STATUS_LOOK } from '../wording/status.ts';
import { compareFigures, type FigureChange } from './compare-figures.ts';
import type { Status } from './schema/common.ts';
import type { DriftStatus } from './schema/drift.ts';
import type { Alert, Feature, Report } from './schema/report.ts';

export type Direction = 'worse' | 'better' | 'neutral';

export interface Change {
  readonly kind: 'verdict' | 'status' | 'feature' | 'alert' | 'retraining' | 'diagnosis' | 'model' | 'policy';
  /** What it is about: the id of an alert or a figure, the slug of a feature, else its kind. */
  readonly id: string;
  readonly direction: Direction;
  /** One sentence of plain text; it contains names from the input and must be escaped. */
  readonly text: string;
  /** Page and anchor with the details, as in `verdict.reasons`. */
  readonly section: string;
}

export interface Comparison {
  /** True when no status changed; the figures themselves differ a little in every report. */
  readonly unchanged: boolean;
  readonly changes: readonly Change[];
  readonly figures: readonly FigureChange[];
}

/** Compares two reports: changes of status, most important first, and every headline figure. */
export function compareReports(previous: Report, current: Report): Comparison {
  const changes = [
    ...verdictChange(previous, current),
    ...alertChanges(previous, current),
    ...statusChanges(previous, current),
    ...featureChanges(previous.drift.features, current),
    ...otherChanges(previous, current),
  ];
  return { unchanged: changes.length === 0, changes, figures: compareFigures(previous, current) };
}

const WEIGHT: Readonly<Record<Status, number | null>> = { green: 0, yellow: 1, red: 2, unknown: null };

function directionOf(before: Status, after: Status): Direction {
  const [from, to] = [WEIGHT[before], WEIGHT[after]];
  if (from === null || to === null || from === to) return 'neutral';
  return to > from ? 'worse' : 'better';
}

const fromTo = (before: Status, after: Status): string =>
  `from ${STATUS_LOOK[before].word} to ${STATUS_LOOK[after].word}`;

function verdictChange(previous: Report, current: Report): readonly Change[] {
  const [before, after] = [previous.verdict.status, current.verdict.status];
  if (before === after) return [];
  const text = `The verdict went ${fromTo(before, after)}.`;
  return [
    { kind: 'verdict', id: 'verdict', direction: directionOf(before, after), text, section: 'overview' },
  ];
}

interface Judged {
  readonly id: string;
  readonly name: string;
  readonly section: string;
  readonly of: (report: Report) => Status | undefined;
}

/** Parts of a report that have a status and are not figures. */
const API: Judged = { id: 'api', name: 'The API status', section: 'health', of: (r) => r.health.api.status };
const INPUTS: Judged = { id: 'inputs', name: 'Input quality', section: 'inputs', of: (r) => r.inputs.status };

function statusChanges(previous: Report, current: Report): readonly Change[] {
  const figures = allFigures(current).flatMap(({ id, subject, section }): Judged[] =>
    subject === null ? [] : [{ id, name: subject, section, of: (r) => r.figures[id]?.status }],
  );
  const judged = [API, ...figures, INPUTS].flatMap(({ id, name, section, of }): Change[] => {
    const [before, after] = [of(previous), of(current)];
    if (before === after || before === undefined || after === undefined) return [];
    if (silenceOf(current, 'figure', id) !== null) return [];
    const text = `${name} went ${fromTo(before, after)}.`;
    return [{ kind: 'status', id, direction: directionOf(before, after), text, section }];
  });
  const scores = driftChange('The scores', previous.predictionDrift.status, current.predictionDrift.status);
  return scores === null
    ? judged
    : [...judged, { ...scores, kind: 'status', id: 'prediction-drift-p', section: 'prediction-drift' }];
}

const DRIFT_WORDS: Readonly<Record<DriftStatus, string>> = {
  drifted: 'began to drift',
  stable: 'could be tested again and did not drift',
  'not-enough-data': 'had too few rows to be tested',
  'not-applicable': 'could not be tested any more',
};

function driftChange(
  name: string,
  before: DriftStatus,
  after: DriftStatus,
): Pick<Change, 'direction' | 'text'> | null {
  if (before === after) return null;
  if (after === 'drifted') return { direction: 'worse', text: `${name} ${DRIFT_WORDS.drifted}.` };
  if (before === 'drifted' && after === 'stable') {
    return { direction: 'better', text: `${name} stopped drifting.` };
  }
  return { direction: 'neutral', text: `${name} ${DRIFT_WORDS[after]}.` };
}

/** A feature that the team accepted or silenced is left out. */
function featureChanges(previous: readonly Feature[], report: Report): readonly Change[] {
  const current = report.drift.features;
  const silent = (name: string): boolean =>
    acceptanceOf(report, name) !== null || silenceOf(report, 'feature', name) !== null;
  const before = new Map(previous.map((feature) => [feature.name, feature]));
  const names = new Set(current.map((feature) => feature.name));
  const turned = current.flatMap((feature): Change[] => {
    if (silent(feature.name)) return [];
    const section = `drift#feature-${feature.slug}`;
    const old = before.get(feature.name);
    if (old === undefined) {
      return [
        {
          kind: 'feature',
          id: feature.slug,
          direction: 'neutral',
          text: `${feature.name} is new in the report.`,
          section,
        },
      ];
    }
    const change = driftChange(feature.name, old.status, feature.status);
    return change === null ? [] : [{ ...change, kind: 'feature', id: feature.slug, section }];
  });
  const left = previous
    .filter((feature) => !names.has(feature.name))
    .map(
      (feature): Change => ({
        kind: 'feature',
        id: feature.slug,
        direction: 'neutral',
        text: `${feature.name} is not in the report any more.`,
        section: 'drift',
      }),
    );
  return [...turned, ...left];
}

function alertChanges(previous: Report, current: Report): readonly Change[] {
  const before = new Map(previous.alerts.map((alert) => [alert.id, alert]));
  return current.alerts.flatMap((alert): Change[] => {
    const wasFiring = before.get(alert.id)?.status === 'firing';
    const fires = alert.status === 'firing';
    if (wasFiring === fires || silenceOfAlert(current, alert) !== null) return [];
    const text = fires ? `${alert.title} began to fire (${alert.owner}).` : stopped(alert);
    return [{ kind: 'alert', id: alert.id, direction: alertDirection(alert), text, section: 'alerts' }];
  });
}

const stopped = (alert: Alert): string =>
  alert.status === 'unknown'
    ? `${alert.title} fired and can no longer be judged.`
    : `${alert.title} stopped firing.`;

function alertDirection({ status }: Alert): Direction {
  if (status === 'firing') return 'worse';
  return status === 'unknown' ? 'neutral' : 'better';
}

function otherChanges(previous: Report, current: Report): readonly Change[] {
  const changes: Change[] = [];
  if (previous.retraining.recommended !== current.retraining.recommended) {
    changes.push({
      kind: 'retraining',
      id: 'retraining',
      direction: current.retraining.recommended ? 'worse' : 'better',
      text: current.retraining.recommended
        ? 'Retraining is now recommended.'
        : 'Retraining is no longer recommended.',
      section: 'retraining',
    });
  }
  if (previous.diagnosis.kind !== current.diagnosis.kind) {
    const text = `The diagnosis went from ${previous.diagnosis.kind} to ${current.diagnosis.kind}.`;
    changes.push({ kind: 'diagnosis', id: 'diagnosis', direction: 'neutral', text, section: 'diagnosis' });
  }
  const [before, after] = [previous.model.loggedVersion, current.model.loggedVersion];
  if (before !== after) {
    const text = `The model version went from ${before ?? 'unknown'} to ${after ?? 'unknown'}.`;
    changes.push({ kind: 'model', id: 'model', direction: 'neutral', text, section: 'model' });
  }
  return [...changes, ...policyChange(previous, current)];
}

/** Changed thresholds, which can change a status although the data did not change. */
function policyChange(previous: Report, current: Report): readonly Change[] {
  const before = new Map(previous.policy.map(({ key, value }) => [key, value]));
  const moved = current.policy.filter(({ key, value }) => before.has(key) && before.get(key) !== value);
  if (moved.length === 0) return [];
  const named = moved.slice(0, 3).map(({ key }) => key);
  const more = moved.length > named.length ? ` and ${moved.length - named.length} more` : '';
  const text = `The policy changed: ${named.join(', ')}${more}.`;
  return [{ kind: 'policy', id: 'policy', direction: 'neutral', text, section: 'method' }];
}
