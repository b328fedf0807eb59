import { joinBase } from '../site/url.ts';

/** Public address of the site. */
export interface SiteAddress {
  /** Origin of the site; null where `SITE_URL` is not set. */
  readonly siteUrl: string | null;
  /** Starts and ends with a slash. */
  readonly basePath: string;
}

/** Address of a path without leading slash: absolute where the site's origin is known, else relative to the root. */
export function addressOf({ siteUrl, basePath }: SiteAddress, path: string): string {
  const rooted = joinBase(basePath, path);
  return siteUrl === null ? rooted : new URL(rooted, siteUrl).href;
}

/** Address of a report's permalink page. */
export const permalink = (site: SiteAddress, id: string): string => addressOf(site, `reports/${id}/`);
