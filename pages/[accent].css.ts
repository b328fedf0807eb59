import type { APIRoute, GetStaticPaths } from 'astro';
import { siteData } from '../src/report/site-data.ts';
import { accentCss } from '../src/site/accent-css.ts';

/** The team's colours; no such file where the policy gives none. */
export const getStaticPaths: GetStaticPaths = () => {
  const { accent } = siteData();
  return accent === null ? [] : [{ params: { accent: 'accent' }, props: { accent } }];
};

export const GET: APIRoute = ({ props }) =>
  new Response(accentCss(props['accent']), { headers: { 'Content-Type': 'text/css; charset=utf-8' } });
