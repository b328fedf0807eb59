import { allRefused } from '../report/schema/inputs.ts';
import type { Report } from '../report/schema/report.ts';
import { formatCount, plural } from '../wording/sentence-numbers.ts';

type Inputs = Report['inputs'];
type Reason = Report['verdict']['reasons'][number];

export const noDataReason = ({ predictions, requests }: Inputs): string =>
  predictions.rows + requests.rows === 0
    ? 'No production data: the logs hold no row.'
    : 'No production data: the logs hold no usable row up to now.';

/** Logs of which no row could be used; the other findings follow from that. */
export const unusableLogs = ({ predictions, requests }: Inputs): Reason[] =>
  [predictions, requests]
    .filter((log) => log.status === 'red' && allRefused(log))
    .map((log) => ({
      id: 'inputs',
      status: 'red',
      text: log.reason ?? 'Every row was refused.',
      section: 'inputs',
    }));

/** Reason naming the inputs of this status with the rows refused; none where `inputs.status` differs. */
export function inputReasons(inputs: Inputs, status: 'red' | 'yellow'): Reason[] {
  if (inputs.status !== status) return [];
  const parts = (['predictions', 'requests', 'reference', 'outcomes'] as const)
    .filter((name) => inputs[name].status === status)
    .map(
      (name) =>
        `${formatCount(inputs[name].rejected)} of ${plural(readRows(inputs, name), 'row')} of ${name} refused`,
    );
  return [{ id: 'inputs', status, text: `Input quality: ${parts.join(', ')}.`, section: 'health' }];
}

/** Rows read: these include refused rows, except for the reference, which counts usable rows only. */
function readRows(inputs: Inputs, name: keyof Omit<Inputs, 'status'>): number {
  const { rows, rejected } = inputs[name];
  return name === 'reference' ? rows + rejected : rows;
}
