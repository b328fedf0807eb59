import { z } from 'zod';
import type { Figure, Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { formatInterval, formatPercent, plural } from '../wording/format.ts';
import { overWords } from '../wording/over.ts';
import { formatCount, percent } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';
import { unknownFigure } from './judge.ts';

const share = z.number().min(0).max(1);
const policy = z
  .strictObject({ green: share.default(0.99), yellow: share.default(0.95) })
  .prefault({})
  .refine((r) => r.yellow <= r.green, 'yellow must not be above green');

type Shares = z.output<typeof policy>;
const LABEL = 'Success rate';

export const successRate = defineFigure({
  id: 'success-rate',
  label: LABEL,
  subject: 'The success rate',
  unit: 'share',
  definition:
    'Answers with a 2xx status as a share of all requests in the window. Everything else is an error; 4xx and 5xx are counted apart. The status leaves out requests of scanners: for paths that are none of the API’s own and never got another answer than 401, 403, 404 or 405. The interval is Wilson’s.',
  source: 'Wilson (1927), Probable inference, the law of succession, and statistical inference',
  section: 'health',
  policy,
  overview: true,
  archived: true,
  csv: 'success_rate',
  metric: { name: 'success_ratio', help: 'Share of requests answered 2xx.' },
  trend: { chart: { min: null } },
  policyKeys: ['health.apiPaths'],
  rows: 'request',
  read: ({ health: { successRate } }) => {
    const { value, status, range, n, interval, reason, action, now } = successRate;
    return { value, status, range, n, interval, reason, action, ...(now === undefined ? {} : { now }) };
  },
  value: ({ value }, { health }) =>
    formatPercent(value, [health.successRate.green, health.successRate.yellow]),
  range: (_, { health }) => `healthy from ${formatPercent(health.successRate.green)}`,
  limits: (_, { health }) => ({ min: health.successRate.green, max: null }),
  basis: ({ value, interval }, { health: { successRate: counted } }) => {
    if (value === null) return null;
    const between = formatInterval(interval, formatPercent);
    const scanned = scannedWords(counted, formatPercent);
    return [
      plural(counted.total, 'request'),
      ...(between === null ? [] : [`95 % interval ${between}`]),
      ...(scanned === null ? [] : [scanned]),
    ].join('; ');
  },
  ended: ({ health: { successRate: counted } }) =>
    counted.over === null || counted.over === undefined
      ? null
      : overWords(counted.over, (peak) => `${percent(peak)} errors`),
  reason: ({ value, now }, { health: { successRate: counted } }) => {
    const ends = [counted.green, counted.yellow];
    const scanned = scannedWords(counted, percent);
    const today = now?.value == null ? '' : `; last 24 h ${percent(now.value, ends)}`;
    const judged = scanned === null ? '' : `, ${scanned}`;
    return `${LABEL} ${percent(value ?? 0, ends)} (${formatCount(counted.successes)} of ${formatCount(counted.total)}${judged})${today}.`;
  },
});

/** "99.9 % without 40 scanner requests"; null where there were none. */
function scannedWords(
  { scanners = 0, withoutScanners = null }: Report['health']['successRate'],
  format: (share: number) => string,
): string | null {
  if (scanners === 0) return null;
  const requests = `${formatCount(scanners)} scanner ${scanners === 1 ? 'request' : 'requests'}`;
  return withoutScanners === null
    ? `all of them ${requests}`
    : `${format(withoutScanners)} without ${requests}`;
}

/**
 * Status by the share of 2xx responses: green from one limit, yellow from another, red below. Compares `successes ≥
 * share × total` with the share rounded to 1e-9, so that floating-point error does not put 99 of 100 below 99 %.
 */
export function successStatus(successes: number, total: number, { green, yellow }: Shares): Status {
  if (total === 0) return 'unknown';
  const atLeast = (least: number): boolean =>
    BigInt(successes) * 1_000_000_000n >= BigInt(Math.round(least * 1e9)) * BigInt(total);
  if (atLeast(green)) return 'green';
  return atLeast(yellow) ? 'yellow' : 'red';
}

/**
 * @param reason why there is no request, or a remark on the requests that there are.
 * @param action what to do where it is not green: the action of the alert on the error rate.
 */
export function judgeSuccess(
  counted: {
    readonly successes: number;
    readonly total: number;
    /** Requests of scanners, which are in the total and are not judged. */
    readonly scanners: number;
    readonly interval: readonly [number, number] | null;
    readonly reason: string | null;
  },
  shares: Shares,
  action: string,
): Figure {
  const { successes, total, scanners, interval, reason } = counted;
  const range = { min: shares.green, max: 1 };
  if (total === 0) return unknownFigure(reason ?? 'There is no request.', range);
  const status = successStatus(successes, total - scanners, shares);
  // The printed value counts them, so that it may look worse than its status.
  const judged =
    status === successStatus(successes, total, shares)
      ? null
      : `Judged without ${plural(scanners, 'scanner request').replaceAll('\u00a0', ' ')}: ${percent(successes / (total - scanners), [shares.green, shares.yellow])}.`;
  return {
    value: successes / total,
    status,
    range,
    n: total,
    interval: interval === null ? null : [interval[0], interval[1]],
    reason: status === 'unknown' ? (reason ?? 'Only scanners sent requests.') : (reason ?? judged),
    action: status === 'yellow' || status === 'red' ? action : null,
  };
}
