import { z } from 'zod';
import type { Figure } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { formatMs } from '../wording/format.ts';
import { significant } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';
import type { Trend } from './definition.ts';
import { type Measured, unknownFigure } from './judge.ts';

/** Percentile levels of the inference time. */

type Level = 'p50' | 'p95' | 'p99';

const milliseconds = z.number().positive();

/** Policy fragment: targets in ms for the ONNX model and for the joblib fallback. */
export const targetPolicy = (target: number, fallbackTarget: number) =>
  z
    .strictObject({
      target: milliseconds.default(target),
      fallbackTarget: milliseconds.default(fallbackTarget),
    })
    .prefault({});

/** As `targetPolicy`, with a limit in ms above which the figure is red. */
export const alarmPolicy = (target: number, fallbackTarget: number, alertAbove: number) =>
  z
    .strictObject({
      target: milliseconds.default(target),
      fallbackTarget: milliseconds.default(fallbackTarget),
      alertAbove: milliseconds.default(alertAbove),
    })
    .prefault({});

interface InferenceFigure<Id extends string, Schema extends z.ZodType> {
  readonly id: Id;
  readonly level: Level;
  readonly label: string;
  readonly policy: Schema;
  readonly trend: Pick<Trend, 'series' | 'tone'> & Partial<Pick<Trend, 'overlays'>>;
  readonly overview?: boolean;
  readonly archived?: boolean;
}

/** Defines the figure of one percentile of the inference time. */
export function inferenceFigure<const Id extends string, Schema extends z.ZodType>({
  level,
  trend,
  ...own
}: InferenceFigure<Id, Schema>) {
  const of = ({ latency }: Pick<Report, 'latency'>): Report['latency'][Level] => latency[level];
  return defineFigure({
    ...own,
    subject: `Inference ${level}`,
    unit: 'ms',
    definition: `${SHARE[level]} of the predictions in the window took the model less time than this, as logged. Judged against the target for the ONNX runtime; the joblib target says what the slower fallback would reach.`,
    section: 'latency',
    csv: `inference_${level}_ms`,
    metric: {
      name: 'inference_seconds',
      help: 'Quantiles of the inference time.',
      labels: { percentile: `0.${level.slice(1).replace(/0$/, '')}` },
    },
    trend: {
      chart: { id: 'latency', title: 'Inference time' },
      overlays: () => ({}),
      ...trend,
    },
    weight: 'yellow',
    read: (sections) => {
      const { value, status, range, n, interval, reason, action, now } = of(sections);
      return { value, status, range, n, interval, reason, action, ...(now === undefined ? {} : { now }) };
    },
    range: (_, report) => {
      const { target, fallbackTarget, alertAbove } = of(report);
      const alert = alertAbove === null ? '' : `, alert above ${formatMs(alertAbove)}`;
      return `ONNX target ${formatMs(target)}, joblib ${formatMs(fallbackTarget)}${alert}`;
    },
    shortRange: (_, report) => `target ${formatMs(of(report).target)}`,
    limits: (_, report) => ({ min: 0, max: of(report).target }),
    reason: ({ value }, report) => ({
      lead: 'Inference is slower than its targets',
      part: `${level} ${significant(value ?? 0)} ms (target ${of(report).target} ms)`,
    }),
  });
}

const SHARE = { p50: 'Half', p95: '95 %', p99: '99 %' } as const;

export interface InferenceRules {
  readonly target: number;
  readonly fallbackTarget: number;
  /** Limit in ms above which the figure is red; null: never red. */
  readonly alertAbove: number | null;
}

/**
 * Green up to the target, yellow above, red above the alert's limit.
 * @param action what to do where it is not green: the advice of the alert on slow inference.
 */
export function judgeInference(
  measured: Measured,
  rules: InferenceRules,
  action: string,
): Figure & InferenceRules {
  const range = { min: 0, max: rules.target };
  const { value, n, reason = null } = measured;
  if (value === null) return { ...unknownFigure(reason ?? 'No latency is logged.', range), ...rules };
  const within = value <= rules.target;
  const alarming = rules.alertAbove !== null && value > rules.alertAbove;
  return {
    value,
    status: alarming ? 'red' : within ? 'green' : 'yellow',
    range,
    n,
    interval: null,
    reason,
    action: within ? null : action,
    ...rules,
  };
}
