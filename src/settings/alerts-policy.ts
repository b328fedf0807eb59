import { z } from 'zod';
import { ALERTS } from '../alerts/registry.ts';
import { DEFAULT_RULES } from '../alerts/rules/default-rules.ts';
import type { Rule } from '../alerts/rules/judge-rules.ts';
import { type RuleFigure, ruleFigures } from '../alerts/rules/rule-figures.ts';
import { CONDITIONS, type RulePolicy, rulePolicy, sustained } from '../alerts/rules/rule-policy.ts';
import { configurationError } from '../monitor-error.ts';
import { insteadOf } from './nearest.ts';
import { policyParts } from './policy-parts.ts';

const known = policyParts([...ALERTS, ...DEFAULT_RULES]);

/** Alerts and rules by id; every other key is a rule of the team's own, which `rulesOf` lists. */
export const alertsPolicy = z
  .object(known.unwrap().shape)
  .catchall(rulePolicy)
  .prefault({} as never) as unknown as typeof known;

export const BUILT_IN: ReadonlySet<string> = new Set([...ALERTS, ...DEFAULT_RULES].map(({ id }) => id));
export const MAX_OWN_RULES = 100;

type Alerts = z.output<typeof alertsPolicy>;

/** The default rules and the team's own, in the order of the policy. */
export function rulesOf(alerts: Alerts): Rule[] {
  const own = Object.entries<unknown>(alerts).filter(([id]) => !BUILT_IN.has(id));
  return [
    ...DEFAULT_RULES.map(({ id, weight }) => ({ id, weight, policy: alerts[id] })),
    // The schema's catch-all has checked them; its type cannot name keys that it does not know.
    ...own.map(([id, policy]) => ({ id, weight: 0, policy: policy as RulePolicy })),
  ];
}

/** Faults of rules that the schema cannot see, one sentence each; see `parsePolicy`. */
export function ruleFaults(alerts: Alerts): string[] {
  const rules = rulesOf(alerts);
  const own = rules.length - DEFAULT_RULES.length;
  return [
    ...(own > MAX_OWN_RULES ? [`alerts: ${own} rules of your own; at most ${MAX_OWN_RULES}`] : []),
    ...rules.flatMap(faultsOf),
    ...ALERTS.flatMap(({ id }) => lastingFaults(id, alerts[id].for)),
  ];
}

function faultsOf({ id, policy }: Rule): string[] {
  const at = `alerts.${id}`;
  const faults: string[] = [];
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || id.length > 60) {
    faults.push(`${at}: the id of a rule is of small letters, digits and "-", at most 60 characters`);
  }
  if (CONDITIONS.every((name) => policy[name] === undefined)) {
    faults.push(`${at}: a rule has a condition: one of ${CONDITIONS.join(', ')}`);
  }
  return [...faults, ...lastingFaults(id, policy.for)];
}

function lastingFaults(id: string, text: string): string[] {
  const [n, m] = sustained(text);
  return n > m ? [`alerts.${id}.for: "${text}" can never be`] : [];
}

/** Figures of the team's own, as far as a rule asks. */
type OwnFigures = readonly { readonly header: { readonly id: string } }[];

/**
 * Checks the figures that rules name, once the team's own figures are known.
 *
 * @throws MonitorError `policy-invalid` (exit code 2), which names the nearest figure.
 */
export function checkRuleFigures(alerts: Alerts, own: OwnFigures): void {
  const figures = ruleFigures({});
  const faults = rulesOf(alerts).flatMap(({ id, policy }) => {
    if (own.some(({ header }) => header.id === policy.figure)) return [];
    return figureFaults(`alerts.${id}`, policy, figures, own);
  });
  if (faults.length === 0) return;
  const lines = faults.map((line) => `  ${line}`).join('\n');
  throw configurationError('policy-invalid', `The policy is not valid.\n${lines}`);
}

function figureFaults(
  at: string,
  policy: RulePolicy,
  figures: readonly RuleFigure[],
  own: OwnFigures,
): string[] {
  const figure = figures.find((one) => one.id === policy.figure);
  if (figure === undefined) {
    const ids = [...figures.map(({ id }) => id), ...own.map(({ header }) => header.id)];
    return [`${at}.figure: no such figure "${policy.figure}"; ${insteadOf(policy.figure, ids)}`];
  }
  const faults: string[] = [];
  if (figure.figureUnit === null && (policy.change ?? policy.outside) !== undefined) {
    faults.push(`${at}: "change" and "outside" need a headline figure, of which the archive keeps the past`);
  }
  if (figure.of === 'report' && policy.segment !== undefined) {
    faults.push(`${at}.segment: ${figure.id} is of the whole report`);
  }
  return faults;
}
