import { basePath } from './base-path.ts';
import { currentLinks, type Links, nightLinks } from './url.ts';

/** Links of the current report under the base path in force. */
export const links: Links = currentLinks(basePath());

export const linksOfNight = (id: string, hasFeaturePages: boolean): Links =>
  nightLinks(basePath(), id, hasFeaturePages);
