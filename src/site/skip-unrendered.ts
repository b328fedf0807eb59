import type { AstroIntegration } from 'astro';

/** A page of an archived report that could not be rendered, and was left out. */
export interface UnrenderedPage {
  readonly id: string;
  /** Path of the page from the site's root, such as `reports/2026-02-20/`. */
  readonly path: string;
  /** For whoever runs the build; it may quote the report. */
  readonly reason: string;
}

interface SkipOptions {
  readonly basePath: string;
  /** Whether a report is an archived one: a page of the current report that fails is a fault of the build. */
  readonly isArchived: (id: string) => boolean;
  readonly skipped: (page: UnrenderedPage) => void;
}

/**
 * Keeps one archived report that cannot be rendered from stopping the site: its pages are left out, each is handed to
 * `skipped`, and the caller puts something in their place.
 */
export function skipUnrendered({ basePath, isArchived, skipped }: SkipOptions): AstroIntegration {
  return {
    name: 'lead-scoring-monitor:skip-unrendered',
    hooks: {
      'astro:build:start': ({ setPrerenderer }) =>
        setPrerenderer((prerenderer) => ({
          ...prerenderer,
          render: async (request, options) => {
            try {
              const rendered = await prerenderer.render(request, options);
              const { response, ...rest } = rendered instanceof Response ? { response: rendered } : rendered;
              // Pages are streams: what fails below their first line fails only when they are read.
              const body = response.body === null ? null : await response.arrayBuffer();
              return { ...rest, response: new Response(body, response) };
            } catch (error) {
              const path = decodeURI(new URL(request.url).pathname).slice(basePath.length);
              const id = /^reports\/([^/]+)\//.exec(path)?.[1];
              if (id === undefined || !isArchived(id)) throw error;
              skipped({ id, path, reason: error instanceof Error ? error.message : String(error) });
              return new Response(null);
            }
          },
        })),
    },
  };
}
