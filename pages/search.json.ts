import type { APIRoute } from 'astro';
import { siteData } from '../src/report/site-data.ts';
import { searchIndex } from '../src/site/views/search-index.ts';

/** What the search finds; fetched when a reader opens it. */
export const GET: APIRoute = () => Response.json(searchIndex(siteData()));
