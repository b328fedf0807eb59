import type { APIRoute } from 'astro';
import { basePath } from '../src/site/base-path.ts';
import { robots } from '../src/site/robots.ts';
import { siteData } from '../src/site/site-data.ts';

export const GET: APIRoute = ({ site }) => new Response(robots(siteData().public, site, basePath()));
