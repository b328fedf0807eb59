import { DEFAULT_RULES } from '../../alerts/rules/default-rules.ts';
import { ruleFigures } from '../../alerts/rules/rule-figures.ts';
import { byLevel } from '../../alerts/rules/rule-policy.ts';
import {
  insideIncident,
  makeBand,
  makeLimit,
  makeRange,
  type Replay,
  type ReportValue,
  suggestRule,
} from '../../alerts/rules/suggest-rules.ts';
import type { Archive } from '../../archive/archive.ts';
import { BUILD } from '../../command-names.ts';
import { FIGURE_POLICIES } from '../../figures/registry.ts';
import { inputError } from '../../monitor-error.ts';
import { earlierReports } from '../../report/earlier-reports.ts';
import type { RunSummary } from '../../report/summary.ts';
import { BUILT_IN, MAX_OWN_RULES } from '../../settings/alerts-policy.ts';
import { type PolicyObject, valueUnder, withValue } from '../../settings/policy-object.ts';
import { parsePolicy } from '../../settings/read-policy.ts';
import { previousReports } from '../previous-report.ts';
import { type Candidate, partRuleId, partTitle } from './candidate.ts';
import { featureLimits } from './feature-limits.ts';
import { type Readings, readMeasures } from './readings.ts';
import { segmentRanges } from './segment-ranges.ts';

/** A key of the policy that the archive suggests. */
export interface Suggestion extends Replay {
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface SuggestedPolicy {
  readonly suggestions: readonly Suggestion[];
  /** What nothing is suggested for, and why. */
  readonly left: readonly { readonly path: readonly string[]; readonly reason: string }[];
  /** Reports that were read, each once, and those of them inside incidents, which do not count. */
  readonly reports: number;
  readonly inIncidents: number;
  /** The suggestions alone, and the policy file with them; keys that it had keep their values. */
  readonly suggested: PolicyObject;
  readonly policy: PolicyObject;
}

/**
 * Suggests rules and ranges from the archived reports, and limits for each feature from the reference of the newest one. What
 * rules say of features compares each report with the reference that it was made with.
 *
 * @param given the policy file that is there; `{}` where there is none.
 * @param now epoch milliseconds.
 * @throws MonitorError `no-such-report` (exit code 3) for an empty archive, `policy-invalid` (exit code 2).
 */
export function suggestPolicy(
  archive: Archive,
  given: PolicyObject,
  { now, policyName }: { readonly now: number; readonly policyName: string },
): SuggestedPolicy {
  parsePolicy(given, policyName);
  const runs = earlierReports(previousReports(archive, now).runs, { id: '', now });
  if (runs.length === 0) {
    throw inputError(
      'no-such-report',
      `ARCHIVE_DIR: ${archive.directory} has no report to learn from. Run ${BUILD} on logs first: a simulated report is never archived.`,
    );
  }
  const normal = runs.filter((run) => !insideIncident(run));
  const suggestions: Suggestion[] = [];
  const left: { path: readonly string[]; reason: string }[] = [];
  let own = Object.keys(given['alerts'] ?? {}).filter((id) => isOwnRule(['alerts', id])).length;
  const readings = readMeasures(archive, normal);
  const [ofFeatures, ofSegments] = [featureLimits(readings), segmentRanges(readings)];
  const all = [...candidates(readings, normal), ...ofFeatures.candidates, ...ofSegments.candidates];
  for (const { path, figure, make, readValue, toPolicy, needs } of all) {
    const points = normal.flatMap((run): ReportValue[] => {
      const value = readValue(run);
      return value === null ? [] : [{ run, value }];
    });
    const found = suggestRule(points, figure, path.at(-1) ?? '', make, needs);
    if (valueUnder(given, path) !== undefined) left.push({ path, reason: 'the policy has it already' });
    else if (!found.made) left.push({ path, reason: found.reason });
    else if (isOwnRule(path) && ++own > MAX_OWN_RULES)
      left.push({ path, reason: `the policy has room for ${MAX_OWN_RULES} rules of your own` });
    else suggestions.push({ path, value: toPolicy(found.rule), ...found.replay });
  }
  for (const [parts, { more }] of Object.entries({ features: ofFeatures, segments: ofSegments })) {
    if (more > 0) left.push({ path: ['alerts'], reason: `${more} more ${parts} were not tried` });
  }
  const merged = (before: PolicyObject): PolicyObject =>
    suggestions.reduce((policy, { path, value }) => withValue(policy, path, value), before);
  const policy = merged(given);
  parsePolicy(policy, policyName);
  const inIncidents = runs.length - normal.length;
  return { suggestions, left, reports: runs.length, inIncidents, suggested: merged({}), policy };
}

const isOwnRule = ([part, id = '']: readonly string[]): boolean => part === 'alerts' && !BUILT_IN.has(id);

/** Everything that could be suggested, in the order of the policy. */
function candidates(readings: Readings, normal: readonly RunSummary[]): Candidate[] {
  const limits = DEFAULT_RULES.flatMap(({ id, policy }): Candidate[] => {
    const rule = policy.parse({});
    const { above, severity } = rule;
    if (above === undefined) return [];
    const levels = byLevel(above, severity);
    const [mildest, inForce] = levels.at(-1) ?? [severity, 0];
    return [
      {
        path: ['alerts', id],
        figure: { id: rule.figure, unit: null },
        make: makeLimit(rule.figure, inForce),
        readValue: (run) => readings.highest(run.id, rule.figure),
        toPolicy: (made) => ({ above: { ...Object.fromEntries(levels), [mildest]: made.above } }),
      },
    ];
  });
  const judged = new Set<string>(DEFAULT_RULES.map(({ policy }) => policy.parse({}).figure));
  const builtIn = ruleFigures({}).flatMap(({ id, label, figureUnit: unit }) =>
    unit === null || unit === 'p' || judged.has(id) ? [] : [{ id, label, unit }],
  );
  const all = [...builtIn, ...(normal[0]?.ownFigures ?? [])];
  const bands = all.map(({ id, label, unit }): Candidate => {
    const title = partTitle('Unusual', label);
    return {
      path: ['alerts', partRuleId('unusual', id)],
      figure: { id, unit },
      make: makeBand(id, title),
      readValue: (run) => run.figures[id] ?? null,
      toPolicy: ({ outside, severity }) => ({ title, figure: id, outside, severity }),
    };
  });
  const ranges = builtIn
    .filter(({ id }) => hasRange(id))
    .map(
      ({ id, unit }): Candidate => ({
        path: ['figures', id],
        figure: { id, unit },
        make: makeRange(id, unit),
        readValue: (run) => run.figures[id] ?? null,
        toPolicy: ({ below, above }) => ({ min: below, max: above }),
      }),
    );
  return [...limits, ...bands, ...ranges];
}

/** Whether the policy gives a figure a healthy range with two ends. */
function hasRange(id: string): boolean {
  const schema = Object.entries(FIGURE_POLICIES).find(([name]) => name === id)?.[1];
  const parsed: object = schema?.parse({}) ?? {};
  return 'min' in parsed && 'max' in parsed;
}
