import { z } from 'zod';
import { contrast, nearestPassing, toOklch } from './colour.ts';

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: 'expected a colour such as "#0b6e4f"' });

/** The team's colour of links and charts. */
export const accentPolicy = z
  .union([colour, z.strictObject({ light: colour, dark: colour })], {
    error:
      'expected a colour such as "#0b6e4f", or one for each theme: {"light": "#0b6e4f", "dark": "#5fd3a6"}',
  })
  .nullable()
  .default(null)
  .describe(
    'colour of links, charts and logo; that of the dark theme is derived where one is given, and both must be legible',
  );

type AccentPolicy = z.output<typeof accentPolicy>;

/** Colours of the two themes, `#rrggbb`. */
interface Accent {
  readonly light: string;
  readonly dark: string;
  /** Colour of further series of a chart that is too near to it. */
  readonly displaces: 'second' | 'third' | null;
}

type Theme = 'light' | 'dark';
interface Use {
  readonly what: string;
  readonly least: number;
  readonly on: Readonly<Record<Theme, readonly string[]>>;
}

/** Where the accent stands on which surfaces of `styles/tokens.css`, and the least contrast there (WCAG 2.2, 1.4.3 and 1.4.11). */
export const ACCENT_USES: readonly Use[] = [
  {
    what: 'text',
    least: 4.5,
    on: {
      light: ['#ffffff', '#f5f6f8', '#e9f5ee', '#fdf4e1', '#fdeceb', '#f1f2f5'],
      dark: ['#14171c', '#1b1f26', '#15261d', '#2a2312', '#321b1a', '#20242b'],
    },
  },
  {
    what: 'lines of charts',
    least: 3,
    on: { light: ['#dcefe4', '#fbe9e7'], dark: ['#1b3327', '#3a2120'] },
  },
];

/** What is wrong with the accent, one line a theme. */
export function accentFaults(accent: AccentPolicy): string[] {
  if (accent === null) return [];
  if (typeof accent === 'string') return faultOf('site.accent', accent, 'light');
  return [
    ...faultOf('site.accent.light', accent.light, 'light'),
    ...faultOf('site.accent.dark', accent.dark, 'dark'),
  ];
}

function faultOf(key: string, hex: string, theme: Theme): string[] {
  const worst = measured(hex, theme).toSorted((a, b) => a.ratio / a.use.least - b.ratio / b.use.least)[0];
  if (worst === undefined || worst.ratio >= worst.use.least) return [];
  const { ratio, use, surface } = worst;
  // Rounded down, so that 4.496 is not called 4.5.
  const found = (Math.floor(ratio * 100) / 100).toFixed(2);
  return [
    `${key}: ${hex} has a contrast of ${found}:1 with ${surface} of the ${theme} theme, and ${use.what} need ${use.least}:1; the nearest of its hue that has it is ${legible(hex, theme)}`,
  ];
}

const measured = (hex: string, theme: Theme) =>
  ACCENT_USES.flatMap((use) =>
    use.on[theme].map((surface) => ({ use, surface, ratio: contrast(hex, surface) })),
  );

const legible = (hex: string, theme: Theme): string =>
  nearestPassing(
    hex,
    (candidate) => measured(candidate, theme).every(({ ratio, use }) => ratio >= use.least),
    theme === 'light' ? 0 : 1,
  );

/** Hues of `--second` and `--third` of `styles/tokens.css`, and how near another hue may be to be told from them. */
const SERIES = { second: '#7a4bb3', third: '#a3532a' } as const;
const NEAR_DEGREES = 30;
/** Below it a colour is a grey, whose hue means nothing. */
const GREY_CHROMA = 0.04;

/** The accent of both themes; null where the policy gives none. */
export function accentOf(accent: AccentPolicy): Accent | null {
  if (accent === null) return null;
  const { light, dark } =
    typeof accent === 'string' ? { light: accent, dark: legible(accent, 'dark') } : accent;
  const { hue, chroma } = toOklch(light);
  const isNear = (series: string): boolean => {
    const apart = Math.abs(hue - toOklch(series).hue);
    return chroma >= GREY_CHROMA && Math.min(apart, 360 - apart) < NEAR_DEGREES;
  };
  return {
    light: light.toLowerCase(),
    dark: dark.toLowerCase(),
    displaces: isNear(SERIES.second) ? 'second' : isNear(SERIES.third) ? 'third' : null,
  };
}
