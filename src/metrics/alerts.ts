import type { SlidingEvidence, SlidingResult, SlidingRule } from '../alerts/alert-definition.ts';
import type { SlidingPolicy } from '../alerts/alert-policy.ts';
import { judgeAlerts } from '../alerts/judge-alerts.ts';
import type { JudgedSections } from '../alerts/judgement.ts';
import { ALERTS } from '../alerts/registry.ts';
import { judgeRules } from '../alerts/rules/judge-rules.ts';
import type { Observations } from '../report/observations.ts';
import { SEVERITIES } from '../report/schema/model.ts';
import type { Report } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';
import { rulesOf } from '../settings/alerts-policy.ts';
import { episodeRule } from './episode-rule.ts';
import { healthEvidence } from './health-evidence.ts';
import { coarseSpan } from './privacy/coarse-time.ts';
import type { MetricsContext } from './window.ts';

export interface AlertInputs {
  readonly observations: Pick<Observations, 'health' | 'healthLog'>;
  readonly sections: JudgedSections;
  /** The reports before this one, newest first. Default none. */
  readonly earlier?: readonly RunSummary[];
}

/**
 * Every alert, the most severe first. Asks the store for the episodes of each sliding window, then judges. (Guide 5)
 */
export async function alertsSection(
  context: MetricsContext,
  { observations, sections, earlier = [] }: AlertInputs,
): Promise<Report['alerts']> {
  const policies = context.policy.alerts;
  const found = await Promise.all(
    ALERTS.map(async (definition) =>
      'slides' in definition
        ? ([
            definition.id,
            await slide(context, definition.slides, policies[definition.id], observations),
          ] as const)
        : null,
    ),
  );
  const evidence = new Map(found.filter((one) => one !== null));
  const rules = rulesOf(policies);
  const judged = [
    ...judgeAlerts({ sections, evidence, policies, earlier }),
    ...judgeRules(rules, { sections, earlier, now: context.now }),
  ];
  const weights = new Map<string, number>([...ALERTS, ...rules].map(({ id, weight }) => [id, weight]));
  return judged.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0),
  );
}

async function slide(
  context: MetricsContext,
  { kind, source }: SlidingRule,
  policy: SlidingPolicy,
  observations: AlertInputs['observations'],
): Promise<SlidingEvidence> {
  const rule = episodeRule(kind, policy);
  // Health checks are nobody's predictions: their times are as they are.
  if (kind === 'health-failures') return healthEvidence(context, rule, observations);
  return { result: coarse(await context.store.episodes(rule, context.window[source]), context), live: null };
}

function coarse(result: SlidingResult, context: MetricsContext): SlidingResult {
  const { newest, episodes } = result;
  return {
    ...result,
    newest: newest === null ? null : { ...newest, time: coarseSpan(newest.time, newest.time, context).end },
    episodes: episodes.map((one) => ({ ...one, ...coarseSpan(one.start, one.end, context) })),
  };
}
