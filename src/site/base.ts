import { currentLinks, type Links, nightLinks } from './url.ts';

/** The base path that Astro was given; with `trailingSlash: 'always'` it ends in a slash. */
const base = import.meta.env.BASE_URL;

/** Links of the current report under the base path in force. */
export const links: Links = currentLinks(base);

export const linksOfNight = (id: string, hasFeaturePages: boolean): Links =>
  nightLinks(base, id, hasFeaturePages);
