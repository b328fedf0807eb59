import type { APIRoute } from 'astro';
import { siteData } from '../../src/report/site-data.ts';
import { archivedRuns, archiveYears } from '../../src/site/views/archive.ts';
import { comparableRuns } from '../../src/site/views/comparable-runs.ts';

export const getStaticPaths = () => archiveYears(siteData()).map((year) => ({ params: { year } }));

/** A year's reports, newest first, for the script of the compare page. */
export const GET: APIRoute = ({ params }) =>
  Response.json(
    comparableRuns(
      archivedRuns(siteData())
        .map((run) => run.summary)
        .filter((run) => run.generatedAt.startsWith(params['year'] ?? '')),
    ),
  );
