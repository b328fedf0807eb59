import { SEVERITIES } from '../report/schema/model.ts';
import type { Report } from '../report/schema/report.ts';
import type { AlertDefinition, AlertFinding, SlidingEvidence } from './alert-definition.ts';
import type { AlertPolicy, SlidingPolicy } from './alert-policy.ts';
import type { EarlierRun } from './earlier-run.ts';
import { findingWords, type JudgedSections, type Judgement } from './judgement.ts';
import { ALERTS } from './registry.ts';
import { judgeLasting } from './rules/sustained.ts';

type Alert = Report['alerts'][number];

interface AlertInputs {
  readonly sections: JudgedSections;
  /** Result of the store for each alert on a sliding window, by id. */
  readonly evidence: ReadonlyMap<string, SlidingEvidence>;
  /** The policy's `alerts`. */
  readonly policies: Readonly<Record<string, AlertPolicy>>;
  /** The reports before this one, newest first. Default none. */
  readonly earlier?: readonly EarlierRun[];
}

/** Judges every alert; sorted by severity, then by weight, highest first. */
export function judgeAlerts(
  { sections, evidence, policies, earlier = [] }: AlertInputs,
  definitions: readonly AlertDefinition[] = ALERTS,
): Report['alerts'] {
  return definitions
    .toSorted((a, b) => b.weight - a.weight)
    .map((definition): Alert => {
      const { id, title, unit } = definition;
      const policy = policies[id];
      if (policy === undefined) throw new Error(`The policy has no alert "${id}".`);
      const { severity, owner, action } = policy;
      const finding = lastingFinding(id, policy, findingOf(definition, policy, sections, evidence), earlier);
      const { threshold, ...found } = weighed(definition, finding, sections);
      return { id, title, unit, severity, owner, threshold, action, ...found };
    })
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function findingOf(
  definition: AlertDefinition,
  policy: AlertPolicy,
  sections: JudgedSections,
  evidence: AlertInputs['evidence'],
): AlertFinding {
  if (!('slides' in definition)) return sectionFinding(definition.judge(sections, policy));
  const slid = evidence.get(definition.id);
  if (slid === undefined) throw new Error(`Nothing was slid over for the alert "${definition.id}".`);
  // The policy schema of a sliding alert always includes the keys of its window.
  return definition.judge(slid, policy as SlidingPolicy);
}

/** What an alert found, by as many of the last reports as its policy demands, as rules are judged. */
function lastingFinding(
  id: string,
  policy: AlertPolicy,
  finding: AlertFinding,
  earlier: readonly EarlierRun[],
): AlertFinding {
  const breach = finding.status === 'firing';
  const { fires, words } = judgeLasting(policy.for, id, null, breach, earlier);
  if (words === null || finding.status === 'unknown') return finding;
  return {
    ...finding,
    status: fires ? 'firing' : breach ? 'ok' : finding.status,
    ...(breach === fires ? {} : { breach }),
    explanation: `${finding.explanation} Breached in ${words}.`,
  };
}

function weighed(definition: AlertDefinition, finding: AlertFinding, sections: JudgedSections): AlertFinding {
  const weighs =
    finding.status === 'firing' && !('slides' in definition) ? definition.weighs?.(sections) : undefined;
  return weighs === undefined ? finding : { ...finding, weighs };
}

function sectionFinding(judgement: Judgement): AlertFinding {
  const { threshold } = judgement;
  if (!judgement.judged) {
    return { status: 'unknown', value: null, threshold, explanation: judgement.reason, episodes: [] };
  }
  const { value, breach } = judgement;
  return {
    status: breach ? 'firing' : 'ok',
    value,
    threshold,
    explanation: findingWords(judgement, 'fires'),
    episodes: [],
  };
}
