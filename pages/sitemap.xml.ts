import type { APIRoute } from 'astro';
import { basePath } from '../src/site/base-path.ts';
import { sitemap } from '../src/site/robots.ts';
import { siteData } from '../src/site/site-data.ts';

export const GET: APIRoute = ({ site }) => new Response(sitemap(siteData(), site, basePath()));
