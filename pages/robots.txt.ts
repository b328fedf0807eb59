import type { APIRoute } from 'astro';
import { siteData } from '../src/report/site-data.ts';
import { basePath } from '../src/site/base-path.ts';
import { robots } from '../src/site/robots.ts';

export const GET: APIRoute = ({ site }) => new Response(robots(siteData().public, site, basePath()));
