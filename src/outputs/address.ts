import { joinBase } from '../site/url.ts';

/** Where the site is published. */
export interface SiteAddress {
  /** Origin of the site; null where nobody said it. */
  readonly siteUrl: string | null;
  /** Begins and ends with a slash. */
  readonly basePath: string;
}

/** Address of a path of the site (no leading slash): absolute where the site's origin is known, else from its root. */
export function addressOf({ siteUrl, basePath }: SiteAddress, path: string): string {
  const rooted = joinBase(basePath, path);
  return siteUrl === null ? rooted : new URL(rooted, siteUrl).href;
}

/** Address of a report's permalink page. */
export const permalink = (site: SiteAddress, id: string): string => addressOf(site, `reports/${id}/`);
