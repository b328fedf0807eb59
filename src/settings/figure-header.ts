import { z } from 'zod';
import { OWN_PAGES, OWN_UNITS, type OwnFigure, ownFigureIdSchema } from '../report/schema/own-figures.ts';
import { cleanText } from '../wording/clean-text.ts';
import { insteadOf } from './nearest.ts';

/** What the header of a file of an own figure says. */
export type FigureHeader = Omit<OwnFigure, 'file' | 'value' | 'leads' | 'status' | 'reason'>;

/** A header, or the first fault of one that cannot be used, with what could be read of it. */
export type ParsedHeader =
  | { readonly ok: true; readonly header: FigureHeader }
  | { readonly ok: false; readonly fault: string; readonly id: string | null };

const KEYS = [
  'id',
  'label',
  'unit',
  'healthy',
  'direction',
  'page',
  'overview',
  'definition',
  'action',
] as const;
type Key = (typeof KEYS)[number];

/** Start of the ids of files that have none of their own. */
export const FALLBACK_ID = 'file-';

const MAX_ID = 40;
const MAX_LABEL = 60;
const MAX_TEXT = 400;

/**
 * Reads the comment lines at the top of an SQL file: `-- id: no-companysize`. Comment lines of another form are left alone.
 *
 * @param sql the file's text.
 */
export function parseHeader(sql: string): ParsedHeader {
  const found = new Map<Key, string>();
  const id = (): string | null => validId(found.get('id'));
  const fault = (words: string): ParsedHeader => ({ ok: false, fault: words, id: id() });
  let line = 0;
  for (const text of sql.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    line++;
    const trimmed = text.trim();
    if (trimmed !== '' && !trimmed.startsWith('--')) break;
    const [, name = '', value = ''] = /^--\s*([A-Za-z_-]+)\s*:\s*(.*)$/.exec(trimmed) ?? [];
    if (name === '') continue;
    const key = KEYS.find((known) => known === name.toLowerCase());
    if (key === undefined) {
      return fault(
        `line ${line}: there is no key "${cleanText(name, 40)}" of a header; ${insteadOf(name, KEYS)}`,
      );
    }
    if (found.has(key)) return fault(`line ${line}: "${key}" stands twice`);
    if (value === '') return fault(`line ${line}: "${key}" has no value`);
    found.set(key, value);
  }
  for (const key of ['id', 'label', 'unit'] as const) {
    if (!found.has(key)) return fault(`the header has no "${key}", such as -- ${EXAMPLES[key]}`);
  }
  try {
    return { ok: true, header: headerOf(found) };
  } catch (error) {
    if (error instanceof HeaderFault) return fault(error.message);
    throw error;
  }
}

const EXAMPLES = {
  id: 'id: no-companysize',
  label: 'label: Leads without company size',
  unit: 'unit: share',
} as const;

class HeaderFault extends Error {}

function headerOf(found: ReadonlyMap<Key, string>): FigureHeader {
  const id = validId(found.get('id'));
  if (id === null) {
    throw new HeaderFault(
      `id: expected small letters, digits and single hyphens, at most ${MAX_ID}, such as no-companysize`,
    );
  }
  const unit = oneOf('unit', found.get('unit'), OWN_UNITS);
  const healthy = healthyOf(found.get('healthy'), unit);
  return {
    id,
    label: textOf('label', found.get('label') ?? '', MAX_LABEL),
    unit,
    page: oneOf('page', found.get('page') ?? 'scores', OWN_PAGES),
    overview: oneOf('overview', found.get('overview') ?? 'no', ['yes', 'no']) === 'yes',
    definition: optionalText('definition', found),
    better: directionOf(found.get('direction'), healthy),
    healthy,
    action: optionalText('action', found),
  };
}

function validId(id: string | undefined): string | null {
  if (id === undefined || id.length > MAX_ID || id.startsWith(FALLBACK_ID)) return null;
  return ownFigureIdSchema.safeParse(id).success ? id : null;
}

function oneOf<const Value extends string>(key: Key, value: string | undefined, values: readonly Value[]) {
  const result = z.enum(values).safeParse(value?.toLowerCase());
  if (!result.success) throw new HeaderFault(`${key}: expected one of ${values.join(', ')}`);
  return result.data;
}

function textOf(key: Key, value: string, longest: number): string {
  if (value.length > longest) throw new HeaderFault(`${key}: at most ${longest} characters`);
  return cleanText(value, longest);
}

const optionalText = (key: Key, found: ReadonlyMap<Key, string>): string | null => {
  const value = found.get(key);
  return value === undefined ? null : textOf(key, value, MAX_TEXT);
};

const NUMBER = String.raw`(-?\d+(?:\.\d+)?(?:e-?\d{1,2})?)\s*(%|ms)?`;
const HEALTHY = [
  { form: new RegExp(`^(?:at most|up to|<=)\\s*${NUMBER}$`, 'i'), sides: ['max'] },
  { form: new RegExp(`^(?:at least|from|>=)\\s*${NUMBER}$`, 'i'), sides: ['min'] },
  { form: new RegExp(`^${NUMBER}\\s*(?:to|\\.\\.)\\s*${NUMBER}$`, 'i'), sides: ['min', 'max'] },
] as const;

function healthyOf(text: string | undefined, unit: FigureHeader['unit']): FigureHeader['healthy'] {
  if (text === undefined) return null;
  for (const { form, sides } of HEALTHY) {
    const match = form.exec(text);
    if (match === null) continue;
    const ends = sides.map((side, i) => [side, limitOf(match[2 * i + 1], match[2 * i + 2], unit)] as const);
    const healthy = { min: null, max: null, ...Object.fromEntries(ends) };
    if (healthy.min !== null && healthy.max !== null && healthy.min >= healthy.max) {
      throw new HeaderFault('healthy: the lower end must be below the upper one');
    }
    return healthy;
  }
  throw new HeaderFault('healthy: expected "at most 20 %", "at least 0.5" or "0.3 to 0.6"');
}

function limitOf(number: string | undefined, suffix: string | undefined, unit: FigureHeader['unit']): number {
  const fits = suffix === undefined || (suffix === '%' ? unit === 'share' : unit === 'ms');
  if (!fits) throw new HeaderFault(`healthy: "${suffix}" does not fit the unit ${unit}`);
  const value = suffix === '%' ? Number((Number(number) / 100).toPrecision(12)) : Number(number);
  if (unit === 'share' && (value < 0 || value > 1)) {
    throw new HeaderFault('healthy: a share lies from 0 to 1 (or from 0 % to 100 %)');
  }
  if (unit !== 'score' && value < 0) throw new HeaderFault(`healthy: a limit in ${unit} is not negative`);
  return value;
}

function directionOf(text: string | undefined, healthy: FigureHeader['healthy']): FigureHeader['better'] {
  const implied =
    healthy === null || (healthy.min !== null && healthy.max !== null)
      ? null
      : healthy.min === null
        ? 'lower'
        : 'higher';
  if (text === undefined) return implied;
  const match = /^(higher|lower)(?: is better)?$/i.exec(text)?.[1]?.toLowerCase();
  if (match !== 'higher' && match !== 'lower') throw new HeaderFault('direction: expected higher or lower');
  if (implied !== null && implied !== match) {
    throw new HeaderFault(`direction: "${match}" is better contradicts what is healthy`);
  }
  return match;
}
