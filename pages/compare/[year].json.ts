import type { APIRoute } from 'astro';
import { siteData } from '../../src/report/site-data.ts';
import { archiveYears, listedReports } from '../../src/site/views/archive.ts';
import { comparableReports } from '../../src/site/views/comparable-reports.ts';

export const getStaticPaths = () => archiveYears(siteData()).map((year) => ({ params: { year } }));

/** Reports of a year, newest first, for the compare page's script. */
export const GET: APIRoute = ({ params }) => {
  const runs = listedReports(siteData()).map((run) => run.summary);
  const ofYear = runs.filter((run) => run.generatedAt.startsWith(params['year'] ?? ''));
  return Response.json(comparableReports(ofYear, runs));
};
