import { coverageLine } from '../alerts/coverage.ts';
import { retrainingSentence } from '../alerts/retraining.ts';
import { allFigures } from '../figures/registry.ts';
import type { Comparison } from '../report/compare.ts';
import { compareFigures, type FigureChange } from '../report/compare-figures.ts';
import type { Status } from '../report/schema/common.ts';
import type { Decision } from '../report/schema/decisions.ts';
import type { Report } from '../report/schema/report.ts';
import { acceptanceOf, decisionWords, silenceOf, silenceOfAlert } from '../wording/decisions.ts';
import { formatTime } from '../wording/format.ts';
import { sinceWords } from '../wording/since.ts';
import { DIRECTION_GLYPH, STATUS_GLYPH, STATUS_LOOK } from '../wording/status.ts';

/** Content of a message about a report, for every channel. Plain text; each channel escapes it. */
export interface Brief {
  readonly id: string;
  readonly status: Status;
  readonly simulated: boolean;
  /** The verdict's label. */
  readonly word: string;
  readonly headline: string;
  /** Coverage of the verdict; null in reports older than this field. */
  readonly coverage: string | null;
  readonly window: string;
  readonly reasons: readonly { readonly status: Status; readonly text: string }[];
  /** Changes since the previous report; null where there is none. */
  readonly changes:
    | readonly { readonly direction: 'worse' | 'better' | 'neutral'; readonly text: string }[]
    | null;
  readonly firing: readonly {
    readonly id: string;
    readonly title: string;
    readonly severity: string;
    readonly owner: string;
    readonly action: string;
    /** "since 12 Feb, 10 reports"; null where it is new. */
    readonly since: string | null;
  }[];
  /** What the team decided of what this report would tell, a sentence each. */
  readonly decided: readonly string[];
  readonly figures: readonly {
    readonly label: string;
    readonly now: string;
    readonly before: string | null;
    /** The figure over the last 24 hours; null where it has no such value. */
    readonly lastDay: string | null;
  }[];
  readonly retraining: string | null;
}

const MAX_CHANGES = 15;
const MAX_REASONS = 10;

/** @param comparison with the previous report; null where there is none. */
export function briefOf(report: Report, comparison: Comparison | null): Brief {
  const figures: readonly FigureChange[] = comparison?.figures ?? compareFigures(report, report);
  return {
    id: report.id,
    status: report.verdict.status,
    simulated: report.simulated,
    word: STATUS_LOOK[report.verdict.status].word,
    headline: report.verdict.headline,
    coverage: coverageLine(report.verdict),
    window: `${formatTime(report.window.start)} to ${formatTime(report.window.end)}`,
    reasons: report.verdict.reasons.slice(0, MAX_REASONS).map(({ status, text }) => ({ status, text })),
    changes: comparison === null ? null : firstChanges(comparison.changes),
    firing: report.alerts
      .filter((alert) => alert.status === 'firing' && silenceOfAlert(report, alert) === null)
      .map(({ id, title, severity, owner, action, since }) => ({
        ...{ id, title, severity, owner, action },
        since: sinceWords(since, report.generatedAt),
      })),
    decided: decidedWords(report),
    figures: figures.map(({ id, label, words }) => ({
      label,
      now: words.after,
      before: comparison === null ? null : words.before,
      lastDay: lastDayWords(report, id),
    })),
    retraining: retrainingSentence(report.retraining),
  };
}

function lastDayWords(report: Report, id: string): string | null {
  const value = report.figures[id]?.now?.value;
  if (value == null) return null;
  const definition = allFigures(report).find((figure) => figure.id === id);
  return definition === undefined ? null : `last 24 h ${definition.format(value, {})}`;
}

/** "Data drift: silenced until 1 Mar 2026 by sales: Spring campaign"; of alerts that fire, figures outside and drifted features. */
function decidedWords(report: Report): string[] {
  const of = (label: string, word: string, decision: Decision | null): string[] =>
    decision === null ? [] : [`${label}: ${decisionWords(word, decision)}`];
  const alerts = report.alerts
    .filter(({ status }) => status === 'firing')
    .flatMap((alert) => of(alert.title, 'silenced', silenceOfAlert(report, alert)));
  const figures = allFigures(report)
    .filter(({ id }) => ['yellow', 'red'].includes(report.figures[id]?.status ?? ''))
    .flatMap(({ id, label }) => of(label, 'silenced', silenceOf(report, 'figure', id)));
  const features = report.drift.features
    .filter(({ status }) => status === 'drifted')
    .flatMap(({ name }) => of(name, 'accepted', acceptanceOf(report, name)));
  const incidents = (report.incidents ?? [])
    .filter(({ state }) => state !== 'recovered')
    .flatMap(({ title, acknowledged }) =>
      acknowledged === null ? [] : [`${title}: ${decisionWords('acknowledged', acknowledged)}`],
    );
  return [...alerts, ...figures, ...features, ...incidents];
}

/** Said where no alert is told of. */
export const noneFiring = ({ decided }: Brief): string =>
  decided.length === 0 ? 'No alert fires.' : 'No alert fires but what the team decided on.';

/** Limits the changes to the first `MAX_CHANGES`, the most important ones. */
function firstChanges(changes: Comparison['changes']): NonNullable<Brief['changes']> {
  const shown = changes.slice(0, MAX_CHANGES).map(({ direction, text }) => ({ direction, text }));
  const more = changes.length - shown.length;
  return more === 0 ? shown : [...shown, { direction: 'neutral', text: `And ${more} more, in the report.` }];
}

/** Figures that moved since the report before, all of them in a first report; and how many did not move. */
export function movedFigures({ figures }: Pick<Brief, 'figures'>): {
  readonly moved: Brief['figures'];
  readonly still: number;
} {
  const moved = figures.filter(({ now, before }) => before === null || now !== before);
  return { moved, still: figures.length - moved.length };
}

/** "4 others did not move."; null where every figure is listed. */
export const stillWords = (still: number): string | null =>
  still === 0 ? null : `${still} ${still === 1 ? 'other' : 'others'} did not move.`;

/** The verdict in one line: glyph, word and headline. */
export const verdictLine = ({ simulated, status, word, headline }: Brief): string =>
  `${simulated ? '[simulated] ' : ''}${STATUS_GLYPH[status]} ${word}: ${headline}`;

/** The changes, a line each; one line also where there is none. */
export const changeLines = ({ changes }: Brief): readonly string[] =>
  changes === null || changes.length === 0
    ? [changeWords(changes)]
    : changes.map(({ direction, text }) => `${DIRECTION_GLYPH[direction]} ${text}`);

/** "Data drift (high), since 12 Feb, 10 reports, Data science: what to do". */
export const firingLine = ({ title, severity, since, owner, action }: Brief['firing'][number]): string =>
  `${title} (${severity})${since === null ? '' : `, ${since}`}, ${owner}: ${action}`;

/** A sentence also where nothing changed. */
export const changeWords = (changes: Brief['changes']): string =>
  changes === null
    ? 'This is the first report: there is nothing to compare it with yet.'
    : 'Nothing changed its state since the last report.';
