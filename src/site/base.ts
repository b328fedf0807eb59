import { basePath } from './base-path.ts';
import { currentLinks, type Links, runLinks } from './url.ts';

/** Links of the current report under the base path in force. */
export const links: Links = currentLinks(basePath());

export const linksOfRun = (id: string, hasFeaturePages: boolean): Links =>
  runLinks(basePath(), id, hasFeaturePages);
