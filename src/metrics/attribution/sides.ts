import { evenlySpaced } from '../../ingest/rules/reference-side.ts';
import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { FeatureProfile, TimeRange } from '../../ingest/store.ts';
import type { ScoringModel } from '../../model/attribution/scoring-model.ts';
import type { Cell } from '../../model/attribution/surrogate.ts';
import { exactOutputs } from '../../model/attribution/tree-shap.ts';
import type { ReferenceScores } from '../../model/reference-scores.ts';
import { rangeOfVersion, sameVersion, type VersionScope } from '../current-version.ts';
import { filledCount, incomparable } from '../drift/feature-type.ts';
import type { MetricsContext } from '../window.ts';

/** Sampled rows of one side. */
export interface Side {
  readonly cells: readonly (readonly Cell[])[];
  readonly scores: readonly number[];
  /** Who each row is of: the join key, else all that is known of the lead. */
  readonly leads: readonly string[];
}

/** What a window's scores are compared with: which inputs both sides have, and how to read the other side. */
export interface Background {
  readonly against: 'reference' | 'earlier-window';
  readonly profiles: readonly FeatureProfile[];
  /** False where another version of the model is known to have made its scores. */
  readonly sameVersion: boolean;
  read(names: readonly string[]): Promise<Side>;
}

export interface ReferenceInputs {
  readonly reference: ReferenceData;
  readonly scores: ReferenceScores;
  /** The model, where the log holds all of its inputs. */
  readonly model: ScoringModel | null;
  /** Inputs that the drift tests compared, however their values are written. */
  readonly compared: ReadonlySet<string>;
  /** The version that made the reference's scores; null where it is not known. */
  readonly version: string | null;
}

/** Rows sampled of either side at most. */
const MAX_ROWS = 2_000;
/** Rows of the other side from which trees can be fitted. */
const MIN_BACKGROUND = 100;

const rowLimit = ({ policy }: MetricsContext): number => Math.min(policy.drift.sampleRows, MAX_ROWS);

/** Scores of the reference by row, from its own column or by the model; none where there is neither. */
function scoresByRow({ reference, scores, model }: ReferenceInputs): readonly (number | null)[] {
  if (scores.source === 'model' && scores.values.length === reference.rows) return scores.values;
  if (scores.source === 'reference-column') return reference.scores ?? [];
  if (model === null) return [];
  const columns = new Map(reference.columns.map((column) => [column.name, column.cells]));
  const own = model.inputs.map((name) => columns.get(name));
  if (own.some((column) => column === undefined)) return [];
  const cells = Array.from({ length: reference.rows }, (_, row) =>
    own.map((column) => column?.[row] ?? null),
  );
  return [...exactOutputs(model.ensemble, model.encode(cells))];
}

/** Sampled rows of the log. */
export async function readLog(
  context: MetricsContext,
  names: readonly string[],
  range: TimeRange,
): Promise<Side> {
  const { keyColumn } = context.policy.outcomes;
  const keyed = keyColumn === null ? names : [...names, keyColumn];
  const { production, scores } = await context.store.sampleRows(keyed, range, rowLimit(context));
  return {
    cells: production.map((row) => row.slice(0, names.length)),
    scores,
    leads: production.map((row) => JSON.stringify(row[names.length] ?? row)),
  };
}

/** The reference, where enough of its rows have a score and it has at least half of the log's inputs as the log has them. */
function referenceSide(
  context: MetricsContext,
  profiles: readonly FeatureProfile[],
  inputs: ReferenceInputs,
  scope: VersionScope,
): Background | null {
  const { reference, compared } = inputs;
  const byRow = scoresByRow(inputs);
  const scored = [...byRow.keys()].filter((row) => Number.isFinite(byRow[row] ?? Number.NaN));
  if (scored.length < MIN_BACKGROUND) return null;
  const logged = profiles.filter(({ production }) => filledCount(production) > 0);
  const shared = logged.filter(
    (profile) =>
      filledCount(profile.reference) > 0 &&
      (compared.has(profile.name) || incomparable(profile, context.policy) === null),
  );
  if (shared.length * 2 < logged.length || shared.length === 0) return null;
  const columns = new Map(reference.columns.map((column) => [column.name, column.cells]));
  return {
    against: 'reference',
    profiles: shared,
    sameVersion:
      inputs.version === null || scope.version === null || sameVersion(inputs.version, scope.version),
    async read(names) {
      const rows = evenlySpaced(scored.length, rowLimit(context)).map((i) => scored[i] as number);
      const cells = rows.map((row) => names.map((name) => columns.get(name)?.[row] ?? null));
      return {
        cells,
        scores: rows.map((row) => byRow[row] as number),
        leads: cells.map((row) => JSON.stringify(row)),
      };
    },
  };
}

/** The window before this one, of the same length; of it what the version in use made, where that is enough. */
async function earlierSide(
  context: MetricsContext,
  profiles: readonly FeatureProfile[],
  { version }: VersionScope,
): Promise<Background | null> {
  const { store, window } = context;
  const { start, end } = window.predictions;
  const whole: TimeRange = { start: start - (end - start), end: start };
  const enough = async (range: TimeRange) => (await store.count('predictions', range)) >= MIN_BACKGROUND;
  if (!(await enough(whole))) return null;
  const own = await rangeOfVersion(context, whole, version);
  const isOwn = own !== null && (own.start === whole.start || (await enough(own)));
  const range = isOwn ? own : whole;
  return {
    against: 'earlier-window',
    profiles: profiles.filter(({ production }) => filledCount(production) > 0),
    sameVersion: isOwn,
    read: (names) => readLog(context, names, range),
  };
}

/** What the window can be compared with: the reference, else the window before; null where neither has scores. */
export const backgroundOf = async (
  context: MetricsContext,
  profiles: readonly FeatureProfile[],
  inputs: ReferenceInputs,
  scope: VersionScope,
): Promise<Background | null> =>
  referenceSide(context, profiles, inputs, scope) ?? (await earlierSide(context, profiles, scope));
