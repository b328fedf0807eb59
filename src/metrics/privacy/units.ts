import { Z_95 } from '../../stats/distributions/normal.ts';
import { type KRule, niceUnit, toUnit } from './k-rule.ts';

/** A figure with its interval. */
export type Estimate = { value: number; interval: [number, number] };

/** How far k of so many leads move a share of them; 0 where nothing is rounded. */
export const unitOf = (leads: number, { k, rounded }: KRule): number =>
  rounded ? niceUnit(k / Math.max(1, leads)) : 0;

/** A share that is told in larger steps says nothing, or what is not so: 100 % for 87 %. It is not told. */
export const COARSEST = 0.1;
/** Of the parts of a list, which are compared with each other and shown with their intervals. */
export const COARSEST_OF_PART = 0.2;

/** The fewest leads of a part that is told, on average where parts are of different sizes. */
export const fewestOfPart = ({ k, rounded }: KRule): number =>
  rounded ? Math.ceil(k / COARSEST_OF_PART) : 2 * k;

/** How far k ordinary leads move a mean with this 95 % interval. */
export const unitOfMean = (leads: number, [low, high]: readonly [number, number], rule: KRule): number =>
  rule.rounded && high > low
    ? Math.min(
        unitOf(leads, rule),
        niceUnit((rule.k * (high - low)) / (2 * Z_95 * Math.sqrt(Math.max(1, leads)))),
      )
    : unitOf(leads, rule);

/** As `unitOf`, of a difference in standard errors. */
export const unitOfZ = (leads: number, { k, rounded }: KRule): number =>
  rounded ? niceUnit(k / Math.sqrt(Math.max(1, leads))) : 0;

export const publishedEstimate = ({ value, interval }: Estimate, unit: number): Estimate => ({
  value: toUnit(value, unit),
  interval: outward(interval, unit),
});

/** An interval that holds the exact one. */
export const outward = ([low, high]: readonly [number, number], unit: number): [number, number] =>
  unit === 0
    ? [low, high]
    : [toUnit(Math.floor(low / unit) * unit, unit), toUnit(Math.ceil(high / unit) * unit, unit)];
