const NAMES = {
  ink: '--ink',
  quiet: '--quiet',
  grid: '--grid',
  production: '--production',
  second: '--second',
  band: '--band',
  bandEdge: '--band-edge',
} as const;

export type Colours = Readonly<Record<keyof typeof NAMES, string>>;

/**
 * The colours of the theme as a canvas takes them: `light-dark()` is resolved only in a property that is used.
 * @param scheme `light` or `dark`; empty: that of the page.
 */
export function coloursOf(place: HTMLElement, scheme: string): Colours {
  const { color, colorScheme } = place.style;
  place.style.colorScheme = scheme;
  const entries = Object.entries(NAMES).map(([name, variable]) => {
    place.style.color = `var(${variable})`;
    return [name, getComputedStyle(place).color];
  });
  Object.assign(place.style, { color, colorScheme });
  return Object.fromEntries(entries) as Colours;
}
