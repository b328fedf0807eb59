import type { SiteData } from '../report/site-data.ts';

/** The colour of production where the policy gives no accent, as in `styles/tokens.css`. */
export const DEFAULT_ACCENT = { light: '#1d5fbf', dark: '#6ea8f2' } as const;

/** The colour of production in pictures, which have no style sheet and stand on white. */
export const pictureAccent = ({ accent }: Pick<SiteData, 'accent'>): string =>
  accent?.light ?? DEFAULT_ACCENT.light;

/** Properties of `styles/tokens.css` in the team's colours; stronger than those, wherever the file is linked. */
export function accentCss({ light, dark, displaces }: NonNullable<SiteData['accent']>): string {
  const both = (alphaLight = '', alphaDark = ''): string =>
    `light-dark(${light}${alphaLight}, ${dark}${alphaDark})`;
  const properties = [
    `--link: ${both()}`,
    `--production: ${both()}`,
    `--production-fill: ${both('2e', '40')}`,
    ...(displaces === null
      ? []
      : [`--${displaces}: light-dark(${DEFAULT_ACCENT.light}, ${DEFAULT_ACCENT.dark})`]),
  ];
  return `:root:root { ${properties.join('; ')} }\n`;
}
