import { formatDuration, formatNumber, formatP, formatPercent, plural as formatPlural } from './format.ts';

export { formatCount } from './format.ts';

/** The formatters of `format.ts` for sentences of a report: the same digits with plain spaces, to be quoted anywhere. */
export const plainly =
  <Values extends readonly unknown[]>(format: (...values: Values) => string) =>
  (...values: Values): string =>
    format(...values).replaceAll('\u00a0', ' ');

/** "1 row", "1,200 rows". */
export const plural = plainly(formatPlural);

/** "99.4 %"; "40.04 %" against a limit of 40 %. */
export const percent = plainly(formatPercent);

/** "0.176": three significant digits. */
export const significant = plainly(formatNumber);

/** "0.049". */
export const pValue = plainly(formatP);

/** "2.5 h". */
export const duration = plainly(formatDuration);
