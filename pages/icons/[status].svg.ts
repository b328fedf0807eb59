import type { APIRoute } from 'astro';
import type { Status } from '../../src/report/schema/common.ts';
import { siteData } from '../../src/report/site-data.ts';
import { pictureAccent } from '../../src/site/accent-css.ts';
import { markSvg } from '../../src/site/charts/mark.ts';
import { STATUS_SHAPE } from '../../src/site/charts/status-shapes.ts';

/** The mark with each verdict, as icon of the pages whose report has it. */
export const getStaticPaths = () =>
  (Object.keys(STATUS_SHAPE) as Status[]).map((status) => ({ params: { status }, props: { status } }));

export const GET: APIRoute<{ readonly status: Status }> = ({ props: { status } }) =>
  new Response(markSvg(pictureAccent(siteData()), status), {
    headers: { 'Content-Type': 'image/svg+xml' },
  });
