import type { SiteData } from '../report/site-data.ts';
import { navigation } from './navigation.ts';
import { joinBase } from './url.ts';

/** Disallows crawling unless the policy's `site.public` is true. */
export function robots(isPublic: boolean, site: URL | undefined, base: string): string {
  if (!isPublic) return 'User-agent: *\nDisallow: /\n';
  const map = site === undefined ? '' : `Sitemap: ${new URL(joinBase(base, 'sitemap.xml'), site).href}\n`;
  return `User-agent: *\nAllow: /\n${map}`;
}

/** Lists pages and permalinks; empty without a site address, because a sitemap needs absolute addresses. */
export function sitemap(data: SiteData, site: URL | undefined, base: string): string {
  const paths =
    site === undefined || !data.public
      ? []
      : [
          ...navigation(data.current).map((entry) => entry.path),
          ...data.runs.map((run) => `reports/${run.id}/`),
        ];
  const urls = paths
    .map((path) => `<url><loc>${new URL(joinBase(base, path), site).href}</loc></url>`)
    .join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}\n</urlset>\n`;
}
