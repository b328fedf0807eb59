import type { Incident } from '../report/schema/incidents.ts';
import type { Report } from '../report/schema/report.ts';
import { DAY_MS } from '../wording/time.ts';
import type { EarlierRun } from './earlier-run.ts';

type Cause = Incident['explains'][number];
type CauseSections = Pick<Report, 'generatedAt' | 'drift' | 'model' | 'alerts'>;

/** Changes up to so long before an incident opened may have begun it. */
const REACH_DAYS = 7;
const MAX_FEATURES = 3;

/** Alerts and figures on the API and on what reaches the log, which no drift of inputs explains. */
const NOT_OF_FEATURES: ReadonlySet<string> = new Set([
  'api-down',
  'high-error-rate',
  'slow-inference',
  'model-age',
  'success-rate',
  'traffic',
  'predictions',
  'latency-p50',
  'latency-p95',
  'latency-p99',
  'data-age',
  'repeated-share',
]);

/**
 * What changed with an incident: a new version of the model and of the registry since a week before it opened, and the
 * features that drifted most, which the report lists first.
 *
 * @param runs the reports before this one, newest first.
 */
export function causesOf(
  { rule, segment, openedAt }: Pick<Incident, 'rule' | 'segment' | 'openedAt'>,
  sections: CauseSections,
  runs: readonly EarlierRun[],
): Cause[] {
  const from = Date.parse(openedAt) - REACH_DAYS * DAY_MS;
  const figure = sections.alerts.find(({ id }) => id === rule)?.figure ?? rule;
  // What is found in one feature is explained by no other.
  const features = segment !== null || NOT_OF_FEATURES.has(figure) ? [] : featuresOf(sections);
  return [...versionsSince(from, sections, runs), ...releasesSince(from, sections), ...features];
}

/** Versions that took over from another one, the latest first. */
function versionsSince(
  from: number,
  { generatedAt, model }: CauseSections,
  runs: readonly EarlierRun[],
): Cause[] {
  const seen = [{ generatedAt, modelVersion: model.loggedVersion }, ...runs].filter(
    ({ modelVersion }) => modelVersion !== null,
  );
  return seen.flatMap(({ generatedAt: at, modelVersion }, i) => {
    const before = seen[i + 1]?.modelVersion;
    if (modelVersion === null || before == null || before === modelVersion || Date.parse(at) < from)
      return [];
    return [{ kind: 'version', name: modelVersion, detail: `since ${at.slice(0, 10)}, before it ${before}` }];
  });
}

function releasesSince(from: number, { model: { registry } }: CauseSections): Cause[] {
  const { name, version, createdAt } = registry;
  if (version === null || createdAt === null || Date.parse(createdAt) < from) return [];
  const detail = `registered ${createdAt.slice(0, 10)}`;
  return [{ kind: 'release', name: name === null ? version : `${name} ${version}`, detail }];
}

function featuresOf({ drift: { features } }: CauseSections): Cause[] {
  return features
    .filter(({ status, effect }) => status === 'drifted' && effect !== null)
    .slice(0, MAX_FEATURES)
    .map(({ name, effect }) => ({
      kind: 'feature',
      name,
      detail: effect === null ? null : `${effect.word} shift`,
    }));
}
