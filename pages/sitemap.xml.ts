import type { APIRoute } from 'astro';
import { siteData } from '../src/report/site-data.ts';
import { basePath } from '../src/site/base-path.ts';
import { sitemap } from '../src/site/robots.ts';

export const GET: APIRoute = ({ site }) => new Response(sitemap(siteData(), site, basePath()));
