import type { AstroIntegration } from 'astro';

/** A page of an archived report that could not be rendered and was left out. */
export interface UnrenderedPage {
  readonly id: string;
  /** Path of the page from the site's root, such as `reports/2026-02-20/`. */
  readonly path: string;
  /** Error message for the build's log only; it may quote the report. */
  readonly reason: string;
}

interface SkipOptions {
  readonly basePath: string;
  /** Whether a report is archived: an error on a page of the current report must fail the build. */
  readonly isArchived: (id: string) => boolean;
  readonly skipped: (page: UnrenderedPage) => void;
}

/**
 * Lets the build continue when an archived report cannot be rendered: its pages are left out and passed to `skipped`, and
 * the caller replaces them.
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
              // Pages are streams, so most rendering errors occur only when the body is read.
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
