import { SEVERITIES } from '../report/schema/model.ts';
import type { Report } from '../report/schema/report.ts';
import type { AlertDefinition, AlertFinding, SlidingEvidence } from './alert-definition.ts';
import type { AlertPolicy, SlidingPolicy } from './alert-policy.ts';
import { findingWords, type JudgedSections, type Judgement } from './judgement.ts';
import { ALERTS } from './registry.ts';

type Alert = Report['alerts'][number];

interface AlertInputs {
  readonly sections: JudgedSections;
  /** Result of the store for each alert on a sliding window, by id. */
  readonly evidence: ReadonlyMap<string, SlidingEvidence>;
  /** The policy's `alerts`. */
  readonly policies: Readonly<Record<string, AlertPolicy>>;
}

/** Judges every alert; sorted by severity, then by weight, highest first. */
export function judgeAlerts(
  { sections, evidence, policies }: AlertInputs,
  definitions: readonly AlertDefinition[] = ALERTS,
): Report['alerts'] {
  return definitions
    .toSorted((a, b) => b.weight - a.weight)
    .map((definition): Alert => {
      const { id, title, unit } = definition;
      const policy = policies[id];
      if (policy === undefined) throw new Error(`The policy has no alert "${id}".`);
      const { severity, owner, action } = policy;
      const { threshold, ...found } = findingOf(definition, policy, sections, evidence);
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
  if (!('slides' in definition)) {
    const finding = sectionFinding(definition.judge(sections, policy));
    const weighs = finding.status === 'firing' ? definition.weighs?.(sections) : undefined;
    return weighs === undefined ? finding : { ...finding, weighs };
  }
  const slid = evidence.get(definition.id);
  if (slid === undefined) throw new Error(`Nothing was slid over for the alert "${definition.id}".`);
  // The policy schema of a sliding alert always includes the keys of its window.
  return definition.judge(slid, policy as SlidingPolicy);
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
