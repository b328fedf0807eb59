/** All addresses of the site: joins the base path and maps a report's sections to pages and anchors. */

interface SectionPage {
  readonly page: string;
  readonly anchor?: string;
  /** Whether a permalink page has no such part. */
  readonly pageOnly?: true;
}

/** Pages of the current report, as `verdict.reasons[].section` and changes name them. */
const SECTION_PAGES: Readonly<Record<string, SectionPage>> = {
  overview: { page: '' },
  health: { page: 'health/' },
  ranking: { page: 'ranking/' },
  segments: { page: 'segments/' },
  versions: { page: 'versions/', anchor: 'model-versions' },
  scores: { page: 'scores/' },
  latency: { page: 'latency/' },
  benchmark: { page: 'latency/', anchor: 'benchmark' },
  drift: { page: 'drift/' },
  attribution: { page: 'drift/', anchor: 'attribution' },
  diagnosis: { page: 'drift/', anchor: 'diagnosis' },
  predictionDrift: { page: 'scores/', anchor: 'score-drift' },
  'prediction-drift': { page: 'scores/', anchor: 'score-drift' },
  outcomes: { page: 'scores/', anchor: 'outcomes' },
  predictions: { page: 'predictions/' },
  alerts: { page: 'alerts/' },
  retraining: { page: 'alerts/', anchor: 'retraining' },
  inputs: { page: 'method/', anchor: 'inputs' },
  model: { page: 'method/', anchor: 'model' },
  method: { page: 'method/', pageOnly: true },
  workflow: { page: 'workflow/', pageOnly: true },
};

const NO_RANKING: SectionPage = { page: 'scores/', anchor: 'ranking' };

/** Joins a base path and a path of the site to an address that starts with a slash. */
export function joinBase(base: string, path: string): string {
  const head = base.replace(/\/+$/, '');
  return `${head}/${path.replace(/^\/+/, '')}`;
}

export interface Links {
  /** Address of a path without leading slash: `''`, `drift/`, `reports/2026-02-20/`. */
  readonly to: (path: string) => string;
  /** Address of a section of this report. */
  readonly section: (section: string) => string;
  /** Address of a feature of this report. */
  readonly feature: (slug: string) => string;
  /** Address of a permalink page. */
  readonly report: (id: string) => string;
  /** Address of a definition on the method page. */
  readonly term: (term: string) => string;
}

const FEATURE_ANCHOR = /^feature-([a-z0-9-]+)$/;

const shared = (base: string) => ({
  to: (path: string) => joinBase(base, path),
  report: (id: string) => joinBase(base, `reports/${id}/`),
  term: (term: string) => joinBase(base, `method/#${term}`),
});

/**
 * Links of the current report, whose sections have a page each.
 * @param ranked whether it has a page for the ranking; else a line of the scores' page says why not.
 */
export function currentLinks(base: string, ranked: () => boolean = () => true): Links {
  const links = shared(base);
  const feature = (slug: string) => links.to(`drift/${slug}/`);
  return {
    ...links,
    feature,
    section: (section) => {
      const [name = '', anchor] = section.split('#');
      const slug = anchor === undefined ? undefined : FEATURE_ANCHOR.exec(anchor)?.[1];
      if (slug !== undefined) return feature(slug);
      const target = name === 'ranking' && !ranked() ? NO_RANKING : (SECTION_PAGES[name] ?? { page: '' });
      const hash = anchor ?? target.anchor;
      return links.to(hash === undefined ? target.page : `${target.page}#${hash}`);
    },
  };
}

/** Links of an archived report, whose sections are anchors of its permalink page. */
export function archivedLinks(base: string, id: string, hasFeaturePages: boolean): Links {
  const links = shared(base);
  const page = links.report(id);
  return {
    ...links,
    feature: (slug) => (hasFeaturePages ? `${page}drift/${slug}/` : `${page}#feature-${slug}`),
    section: (section) => {
      const [name = '', anchor] = section.split('#');
      const known = SECTION_PAGES[name];
      if (known === undefined || known.page === '') return page;
      if (known.pageOnly) return links.to(known.page);
      return `${page}#${anchor ?? known.anchor ?? name}`;
    },
  };
}
