import type { APIRoute } from 'astro';
import { siteData } from '../../src/report/site-data.ts';
import { archivedNights, archiveYears } from '../../src/site/views/archive.ts';

export const getStaticPaths = () => archiveYears(siteData()).map((year) => ({ params: { year } }));

/** A year's nights, newest first, for the script of the compare page. */
export const GET: APIRoute = ({ params }) =>
  Response.json(
    archivedNights(siteData())
      .map((night) => night.summary)
      .filter((night) => night.generatedAt.startsWith(params['year'] ?? '')),
  );
