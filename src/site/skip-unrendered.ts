import type { AstroIntegration } from 'astro';
import { compactHtml } from './compact-html.ts';

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
  /** Which pages are rendered: those of a report, or all others (null). */
  readonly renders: (id: string | null) => boolean;
  /** Called when the page of a report was rendered, while what it was made from is still at hand. */
  readonly rendered: (id: string) => void;
}

/**
 * Chooses the pages that are rendered, and lets the build continue when an archived report cannot be rendered: its
 * pages are left out and passed to `skipped`, and the caller replaces them. Pages are made compact.
 */
export function skipUnrendered(options: SkipOptions): AstroIntegration {
  const { basePath, isArchived, skipped, renders, rendered } = options;
  return {
    name: 'lead-scoring-monitor:skip-unrendered',
    hooks: {
      'astro:build:start': ({ setPrerenderer }) =>
        setPrerenderer((prerenderer) => ({
          ...prerenderer,
          getStaticPaths: async () =>
            (await prerenderer.getStaticPaths()).filter(({ pathname }) =>
              renders(reportOfPath(pathname.replace(/^\/+/, ''))),
            ),
          render: async (request, options) => {
            const path = decodeURI(new URL(request.url).pathname).slice(basePath.length);
            const id = reportOfPath(path);
            let page: Awaited<ReturnType<typeof prerenderer.render>>;
            try {
              const result = await prerenderer.render(request, options);
              const { response, ...rest } = result instanceof Response ? { response: result } : result;
              // Pages are streams, so most rendering errors occur only when the body is read.
              const isHtml = response.headers.get('Content-Type')?.startsWith('text/html') === true;
              const body =
                response.body === null
                  ? null
                  : isHtml
                    ? compactHtml(await response.text())
                    : await response.arrayBuffer();
              page = { ...rest, response: new Response(body, response) };
            } catch (error) {
              if (id === null || !isArchived(id)) throw error;
              skipped({ id, path, reason: error instanceof Error ? error.message : String(error) });
              return new Response(null);
            }
            // A full disk is no fault of the report.
            if (id !== null && path === `reports/${id}/`) rendered(id);
            return page;
          },
        })),
    },
  };
}

/** The report whose page has this path from the site's root; null for other pages. */
const reportOfPath = (path: string): string | null => /^reports\/([^/]+)/.exec(path)?.[1] ?? null;
