import type { Feature, Report } from '../report/schema/report.ts';
import { significant } from '../wording/sentence-numbers.ts';

type Reason = Report['verdict']['reasons'][number];

/** A second sentence is said where both together are no longer than this. */
const MAX_CHARACTERS = 150;
/** Longer where the second sentence is the harm. */
const MAX_WITH_HARM = 190;
/** Subjects of reasons that the change of a feature explains. */
const DRIFT_SUBJECTS = new Set(['drift-share', 'data-drift']);
/** Subjects of reasons that say what a change of the leads did to the model. */
const HARM_SUBJECTS = new Set(['performance', 'performance-drop', 'ranking-drop', 'miscalibration', 'rates']);

/**
 * The heaviest reason, its cause where that is known, and the next reason where there is room. How many there are is for the
 * list to say. A change of the leads and the harm that it did say more together than how many features drifted.
 */
export function headlineOf(
  reasons: readonly Reason[],
  { features }: Pick<Report['drift'], 'features'>,
): string {
  const [first, second] = reasons;
  if (first === undefined) return '';
  const cause = DRIFT_SUBJECTS.has(first.id ?? '') ? largestChange(features) : null;
  const harm = reasons.find(({ id, silenced }) => silenced !== true && HARM_SUBJECTS.has(id ?? ''));
  if (cause !== null && harm !== undefined && cause.length + harm.text.length < MAX_WITH_HARM)
    return `${cause} ${harm.text}`;
  const said = cause === null ? first.text : `${cause} ${first.text}`;
  const both = second === undefined ? said : `${said} ${second.text}`;
  return both.length <= MAX_CHARACTERS ? both : said;
}

/** A smaller change of a share does not explain a drift to a reader. */
const FEWEST_POINTS = 5;

/**
 * "Leads changed: “Finance” in llm_industry up 16 points.", of the most drifted feature that shows such a change; null where
 * none does.
 */
function largestChange(features: readonly Feature[]): string | null {
  const drifted = features
    .filter(({ status, effect }) => status === 'drifted' && effect !== null)
    .toSorted((a, b) => (b.effect?.value ?? 0) - (a.effect?.value ?? 0));
  for (const feature of drifted) {
    const what = categoryChange(feature) ?? medianChange(feature);
    if (what !== null) return `Leads changed: ${what}.`;
  }
  return null;
}

function categoryChange({ name, distribution }: Feature): string | null {
  if (distribution.kind !== 'categories') return null;
  const { categories, pooled, smaller } = distribution;
  const all = [...categories, pooled, ...(smaller === undefined ? [] : [smaller])];
  const sum = (side: 'reference' | 'production'): number => all.reduce((total, row) => total + row[side], 0);
  const [nReference, nProduction] = [sum('reference'), sum('production')];
  if (nReference === 0 || nProduction === 0) return null;
  const changes = categories.map((row) => ({
    name: row.name,
    points: Math.round((row.production / nProduction - row.reference / nReference) * 100),
  }));
  const [top] = changes.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
  if (top === undefined || Math.abs(top.points) < FEWEST_POINTS) return null;
  return `“${top.name}” in ${name} ${top.points > 0 ? 'up' : 'down'} ${Math.abs(top.points)} points`;
}

function medianChange({ name, summary: { reference, production } }: Feature): string | null {
  if (reference?.kind !== 'numeric' || production?.kind !== 'numeric' || reference.p50 === production.p50)
    return null;
  return `median ${name} from ${significant(reference.p50)} to ${significant(production.p50)}`;
}
