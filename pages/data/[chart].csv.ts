import type { APIRoute } from 'astro';
import { siteData } from '../../src/report/site-data.ts';
import { csv } from '../../src/site/charts/csv.ts';
import { csvFiles } from '../../src/site/charts/csv-files.ts';

export const getStaticPaths = () =>
  csvFiles(siteData()).map((file) => ({ params: { chart: file.id }, props: { file } }));

export const GET: APIRoute = ({ props }) => new Response(csv(props['file'].head, props['file'].rows));
