/** A colour by its perceived lightness (0 to 1), chroma and hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Red, green and blue of `#rrggbb` as light, from 0 to 1 (the transfer function of sRGB is undone). */
function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toHex(rgb: Rgb): string {
  const digits = rgb.map((value) => {
    const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, encoded)))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${digits.join('')}`;
}

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Contrast ratio of two colours `#rrggbb`, from 1 to 21.
 *
 * Source: WCAG 2.2, definition of contrast ratio.
 * @example contrast('#000000', '#ffffff') // 21
 */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Source: Ottosson, *A perceptual color space for image processing* (2020); CSS Color 4, section 9. */
export function toOklch(hex: string): Oklch {
  const [red, green, blue] = linear(hex);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, b),
    hue: (Math.atan2(b, a) * (180 / Math.PI) + 360) % 360,
  };
}

function fromOklch({ lightness, chroma, hue }: Oklch): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const STEPS = 24;
/** What a channel may be outside 0 to 1 by rounding. */
const SLACK = 1e-4;

/** The largest number from 0 to `most` for which `holds`, which is true at 0 and false above some number. */
function largest(most: number, holds: (value: number) => boolean): number {
  if (holds(most)) return most;
  let [low, high] = [0, most];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The colour as `#rrggbb`, with as much of its chroma as a screen can show at that lightness. */
function shown(colour: Oklch): string {
  const isShowable = (chroma: number): boolean =>
    fromOklch({ ...colour, chroma }).every((value) => value >= -SLACK && value <= 1 + SLACK);
  return toHex(fromOklch({ ...colour, chroma: largest(colour.chroma, isShowable) }));
}

/**
 * The colour of the same hue that `passes` and is nearest in lightness; the colour itself where it passes.
 * @param end lightness towards which colours pass: 0 darker, 1 lighter.
 */
export function nearestPassing(hex: string, passes: (candidate: string) => boolean, end: 0 | 1): string {
  if (passes(hex)) return hex;
  const colour = toOklch(hex);
  const at = (share: number): string =>
    shown({ ...colour, lightness: end + share * (colour.lightness - end) });
  return at(largest(1, (share) => passes(at(share))));
}
