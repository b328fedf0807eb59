import { BUILD, MONITOR } from '../../command-names.ts';
import { formatCount } from '../../wording/sentence-numbers.ts';
import type { DecidedPolicy } from './decide-policy.ts';

/** What was seen, what was decided and why, and the next command. */
export function initWords({ decisions, checked }: DecidedPolicy, written: string | null): string {
  const { predictions, requests, features, faults } = checked;
  const seen = (name: string, { present, rows, rejected }: typeof predictions): string =>
    present ? `${name}: ${formatCount(rows)} rows, ${formatCount(rejected)} refused` : `${name}: none`;
  return [
    seen('predictions', predictions),
    ...predictions.notes.map((note) => `  note: ${note}`),
    seen('requests', requests),
    ...requests.notes.map((note) => `  note: ${note}`),
    `features shared with the reference: ${formatCount(features.shared.length)}`,
    ...(decisions.length === 0
      ? ['Nothing differs from the defaults.']
      : decisions.map(({ path, value, why }) => `${path.join('.')} = ${JSON.stringify(value)}: ${why}`)),
    ...(written === null ? [] : [`Wrote ${written}`]),
    ...(faults.length === 0
      ? [`Next: ${BUILD}`]
      : [...faults.map((fault) => `FAULT: ${fault}`), `Next: ${MONITOR} check`]),
  ].join('\n');
}
