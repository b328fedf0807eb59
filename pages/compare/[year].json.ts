import type { APIRoute } from 'astro';
import { siteData } from '../../src/report/site-data.ts';
import { archiveYears, listedReports } from '../../src/site/views/archive.ts';
import { comparableReports } from '../../src/site/views/comparable-reports.ts';

export const getStaticPaths = () => archiveYears(siteData()).map((year) => ({ params: { year } }));

/** A year's reports, newest first, for the script of the compare page. */
export const GET: APIRoute = ({ params }) =>
  Response.json(
    comparableReports(
      listedReports(siteData())
        .map((run) => run.summary)
        .filter((run) => run.generatedAt.startsWith(params['year'] ?? '')),
    ),
  );
