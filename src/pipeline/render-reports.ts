import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFiles } from '../outputs/output-file.ts';
import { reportFile } from '../outputs/report-files.ts';
import type { SiteData } from '../report/site-data.ts';
import type { UnrenderedPage } from '../site/skip-unrendered.ts';

export type RenderSite = typeof import('../site/render.ts').renderSite;

/** Where a site is written, and how its pages name each other. */
export interface SitePlace {
  readonly outDir: string;
  readonly siteUrl: string | null;
  readonly basePath: string;
}

export interface RenderedPages {
  readonly pages: number;
  readonly unrendered: readonly UnrenderedPage[];
  /** Archived reports whose `report.json` was written beside their page. */
  readonly written: readonly string[];
}

interface ReportsOptions extends SitePlace {
  /** May be pending. */
  readonly data: SiteData | Promise<SiteData>;
  /** Which pages are rendered: those of a report, or all others (null). */
  readonly renders: (id: string | null) => boolean;
  readonly renderSite: RenderSite;
}

/** Renders pages, and writes each report for programs when its page was rendered, while the report is in memory. */
export async function renderReports({ renderSite, ...options }: ReportsOptions): Promise<RenderedPages> {
  const written: string[] = [];
  let shown: SiteData | null = null;
  const data = Promise.resolve(options.data).then((given) => {
    shown = given;
    return given;
  });
  // Awaited only when the pages are bundled: prevents an unhandled rejection.
  data.catch(() => undefined);
  const rendered = (id: string): void => {
    const file = shown === null ? null : reportFile(shown, id);
    if (file === null) return;
    writeFiles(options.outDir, [file]);
    written.push(id);
  };
  return { ...(await renderSite({ ...options, data, rendered })), written };
}

/** Renders everything of some reports in a directory beside the site's. */
export function renderPart(
  options: Omit<ReportsOptions, 'renders'> & { readonly ids: readonly string[] },
): Promise<RenderedPages> {
  const { outDir, ids } = options;
  const own = new Set<string | null>(ids);
  return renderReports({ ...options, outDir: partOf(outDir), renders: (id) => own.has(id) });
}

/** Moves what `renderPart` made into the site. */
export async function movePart(outDir: string, ids: readonly string[]): Promise<void> {
  const part = partOf(outDir);
  await mkdir(join(outDir, 'reports'), { recursive: true });
  for (const id of ids) {
    await rename(join(part, 'reports', id), join(outDir, 'reports', id)).catch(unlessMissing);
  }
  await rm(part, { recursive: true, force: true });
}

const partOf = (outDir: string): string => `${outDir}-part`;

/** A report whose pages cannot be rendered has no directory. */
function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
