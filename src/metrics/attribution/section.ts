import type { FeatureProfile, TimeRange } from '../../ingest/store.ts';
import type { ReadScoringModel, ScoringModel } from '../../model/attribution/scoring-model.ts';
import type { Attribution } from '../../report/schema/attribution.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import { sentence } from '../../wording/clean-text.ts';
import { publicName } from '../../wording/public-name.ts';
import { percent, plural } from '../../wording/sentence-numbers.ts';
import { currentVersion, type VersionScope } from '../current-version.ts';
import { cellOfNumbers } from '../drift/numbers-in-strings.ts';
import { type KRule, kRule, shownCount, toUnit } from '../privacy/k-rule.ts';
import { unitOf } from '../privacy/units.ts';
import type { MetricsContext } from '../window.ts';
import { describedChanges, totalChange } from './described-changes.ts';
import { byModel, bySurrogate, type Explained, type Sides } from './explain.ts';
import { type Background, backgroundOf, type ReferenceInputs, readLog, type Side } from './sides.ts';
import { type Player, splitChange } from './split.ts';

export interface AttributionInputs
  extends Pick<ReferenceInputs, 'reference' | 'scores'>,
    Partial<Pick<ReferenceInputs, 'version'>> {
  readonly drift: Pick<Report['drift'], 'features'>;
  /** The model that scores the leads; null where none is given. */
  readonly model: ReadScoringModel | null;
}

/** Share of the logged scores' variance below which trees say nothing about the scores. */
const LEAST_R2 = 0.7;
/** Inputs that the trees are fitted to; the first ones in the order of the drift index. */
const MAX_INPUTS = 60;

const EMPTY: Attribution = {
  method: 'none',
  reason: null,
  against: null,
  r2: null,
  nReference: 0,
  nProduction: 0,
  total: null,
  totalInterval: null,
  rows: [],
  rest: null,
  values: [],
  notes: [],
};

/** Why the mean score of the window differs from the reference's (or the window's before), split over features. */
export async function attributionSection(
  context: MetricsContext,
  inputs: AttributionInputs,
): Promise<Attribution> {
  const { store, policy, window } = context;
  const scope = await currentVersion(context);
  const predictions = await store.count('predictions', scope.range);
  const { minimumRows } = policy.predictionDrift;
  if (predictions < minimumRows) {
    const few = `${plural(predictions, 'prediction')}; at least ${minimumRows} are needed.`;
    return { ...EMPTY, reason: scope.note === null ? few : `${scope.note} ${few}` };
  }
  const profiles = await store.features(window.predictions);
  const { model, notes } = usableModel(inputs.model, profiles);
  const shown = shownProfiles(profiles, inputs.drift.features);
  const byName = new Map(inputs.drift.features.map((feature) => [feature.name, feature]));
  const compared = new Set(
    shown.flatMap(({ name }) => (isTested(byName.get(publicName(name))) ? [name] : [])),
  );
  const given = { ...inputs, model, compared, version: inputs.version ?? null };
  const background = await backgroundOf(context, shown, given, scope);
  if (background === null) {
    const reason =
      'Neither the reference has scores for the inputs of the log, nor does the log hold 100 predictions from the window before.';
    return { ...EMPTY, reason };
  }
  notes.push(...versionNotes(background, scope));
  const candidates = playersOf(background, model, byName);
  if (candidates.length === 0) return { ...EMPTY, reason: 'The two sides have no input in common.' };
  const { explained, players, sides } = explain(
    model,
    candidates,
    await readSides(context, background, candidates, scope.range),
    notes,
  );
  const base: Attribution = {
    ...EMPTY,
    against: background.against,
    r2: explained.r2,
    nReference: sides.reference.scores.length,
    nProduction: sides.production.scores.length,
    ...totalChange(sides),
    notes,
  };
  const weak = tooWeak(explained, base, kRule(policy));
  if (weak !== null) return { ...base, reason: weak };
  const changes = splitChange(explained, players, sides);
  return {
    ...base,
    method: explained.method,
    ...describedChanges(changes, players, byName, sides, { base, rule: kRule(policy) }),
  };
}

/** The model where the log has all of its inputs, else why not. */
function usableModel(
  read: ReadScoringModel | null,
  profiles: readonly FeatureProfile[],
): { model: ScoringModel | null; notes: string[] } {
  if (read === null) return { model: null, notes: [] };
  if (read.status !== 'ok')
    return { model: null, notes: [`The model cannot be explained: ${sentence(read.reason)}`] };
  const logged = new Set(profiles.flatMap(({ name, production }) => (production === null ? [] : [name])));
  const absent = read.model.inputs.filter((name) => !logged.has(name)).length;
  if (absent === 0) return { model: read.model, notes: [] };
  const note = `The log lacks ${absent} of the model's ${plural(read.model.inputs.length, 'input')}, so the model itself cannot be explained from it.`;
  return { model: null, notes: [note] };
}

/** Scores that several versions made: what another one changes at the same inputs is no feature's. */
function versionNotes({ against, sameVersion }: Background, { note, mixed }: VersionScope): string[] {
  const left = 'at the same inputs is among what is not explained.';
  if (mixed) return [`${note ?? ''} What one changes against another ${left}`];
  const side = against === 'reference' ? 'The reference' : 'The window before';
  return [
    ...(note === null ? [] : [note]),
    ...(sameVersion ? [] : [`${side} was scored by another version of the model: what that changes ${left}`]),
  ];
}

const isTested = (feature: Feature | undefined): boolean =>
  feature?.status === 'drifted' || feature?.status === 'stable';

/** Profiles of the features that the report shows, in its order. */
function shownProfiles(profiles: readonly FeatureProfile[], features: readonly Feature[]): FeatureProfile[] {
  const byName = new Map(profiles.map((profile) => [publicName(profile.name), profile]));
  return features.flatMap(({ name }) => byName.get(name) ?? []);
}

/** The inputs that both sides hold, those of the model first. */
function playersOf(
  background: Background,
  model: ScoringModel | null,
  byName: ReadonlyMap<string, Feature>,
): Player[] {
  const names = background.profiles.map(({ name }) => name);
  const first = (model?.inputs ?? []).filter((name) => names.includes(name));
  const others = names.filter((name) => !first.includes(name));
  return [...first, ...others].slice(0, Math.max(first.length, MAX_INPUTS)).map((name) => {
    const type = byName.get(publicName(name))?.type;
    return { name, isText: type === 'text', isNumeric: type === 'numeric' };
  });
}

/** Sampled rows of both sides; numbers that one side writes as strings are read as numbers, as the drift tests do. */
async function readSides(
  context: MetricsContext,
  background: Background,
  players: readonly Player[],
  range: TimeRange,
): Promise<Sides> {
  const names = players.map(({ name }) => name);
  const asNumbers = (side: Side): Side => ({
    ...side,
    cells: side.cells.map((row) =>
      row.map((cell, i) => (players[i]?.isNumeric ? cellOfNumbers(cell) : cell)),
    ),
  });
  return {
    reference: asNumbers(await background.read(names)),
    production: asNumbers(await readLog(context, names, range)),
  };
}

interface Choice {
  readonly explained: Explained;
  /** Those that the trees read, in the order of the cells of `sides`. */
  readonly players: readonly Player[];
  readonly sides: Sides;
}

/** By the model, where both sides hold its inputs and it gives the logged scores, else by a surrogate. */
function explain(
  model: ScoringModel | null,
  players: readonly Player[],
  sides: Sides,
  notes: string[],
): Choice {
  if (model?.inputs.every((name, i) => players[i]?.name === name)) {
    const count = model.inputs.length;
    const firstOf = (side: Side): Side => ({ ...side, cells: side.cells.map((row) => row.slice(0, count)) });
    const own = { reference: firstOf(sides.reference), production: firstOf(sides.production) };
    const explained = byModel(model, own);
    if ((explained.r2.production ?? 0) >= LEAST_R2 && (explained.r2.reference ?? 1) >= LEAST_R2) {
      return { explained, players: players.slice(0, count), sides: own };
    }
    notes.push('The model file gives other scores than the log holds, so it cannot explain them.');
  }
  return { explained: bySurrogate(players, sides), players, sides };
}

/** Why nothing is claimed; null where the trees explain the scores of both sides well enough. */
function tooWeak({ r2 }: Explained, { nReference, nProduction }: Attribution, rule: KRule): string | null {
  const unit = unitOf(Math.min(nReference, nProduction), rule);
  const rows = (n: number): string => plural(shownCount(n, rule), 'row');
  const weak = (value: number | null): boolean => value === null || value < LEAST_R2;
  if (!weak(r2.reference) && !weak(r2.production)) return null;
  const share = (value: number | null): string =>
    value === null ? 'nothing (scores do not vary)' : percent(toUnit(Math.max(0, value), unit));
  return `The logged inputs explain too little of the scores to say what moved them: ${share(r2.reference)} of their variance in the reference (${rows(nReference)}), ${share(r2.production)} in the window (${rows(nProduction)}); at least ${percent(LEAST_R2)} of both is needed.`;
}
