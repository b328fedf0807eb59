import { siteData } from '../report/site-data.ts';
import { basePath } from './base-path.ts';
import { archivedLinks, currentLinks, type Links } from './url.ts';
import { hasRanking } from './views/ranking.ts';

/** Links of the current report under the configured base path. */
export const links: Links = currentLinks(basePath(), () => hasRanking(siteData().current));

export const linksOfReport = (id: string, hasFeaturePages: boolean): Links =>
  archivedLinks(basePath(), id, hasFeaturePages);
