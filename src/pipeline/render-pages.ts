import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { projectProgram } from '../project.ts';
import type { SiteData } from '../report/site-data.ts';
import {
  movePart,
  type RenderedPages,
  type RenderSite,
  renderPart,
  renderReports,
  type SitePlace,
} from './render-reports.ts';

interface RenderOptions extends SitePlace {
  /** May be pending: the pages are bundled meanwhile. */
  readonly data: Promise<SiteData>;
  readonly archiveDir: string;
  readonly renderSite: RenderSite;
  readonly signal: AbortSignal;
}

/** What the other process renders; it reads the reports itself. */
export interface PagesRequest extends SitePlace {
  readonly data: Omit<SiteData, 'read'>;
  readonly archiveDir: string;
  readonly ids: readonly string[];
}

interface ProcessOptions {
  /** Reports that this process renders while the other one starts and bundles the pages for itself. */
  readonly headStart: number;
  readonly program: URL;
}

const PROCESS: ProcessOptions = { headStart: 150, program: projectProgram('src/pipeline/pages-process.ts') };

/**
 * Renders the site. Of an archive of years, another process renders the oldest reports meanwhile, because Astro makes all
 * pages on one core.
 */
export async function renderPages(
  options: RenderOptions,
  { headStart, program } = PROCESS,
): Promise<RenderedPages> {
  const { archiveDir, signal, ...site } = options;
  const failed = new AbortController();
  let ids: readonly string[] = [];
  let theirs: ReadonlySet<string | null> = new Set();
  let elsewhere: Promise<RenderedPages | null> = Promise.resolve(null);
  const data = options.data.then((shown) => {
    ids = oldestReports(shown, headStart);
    theirs = new Set(ids);
    const { read: _, ...sent } = shown;
    const { outDir, siteUrl, basePath } = options;
    if (ids.length > 0) {
      const request = { data: sent, archiveDir, ids, outDir, siteUrl, basePath };
      const ends = AbortSignal.any([signal, failed.signal]);
      elsewhere = renderElsewhere(program, request, ends).catch(() => null);
    }
    return shown;
  });
  // Awaited only when the pages are bundled: prevents an unhandled rejection.
  data.catch(() => undefined);
  try {
    const own = await renderReports({ ...site, data, renders: (id) => !theirs.has(id) });
    if (ids.length === 0) return own;
    const answer = await elsewhere;
    signal.throwIfAborted();
    // Where the other process failed, for want of memory say, this one does its work, too.
    const others = answer ?? (await renderPart({ ...site, data: await data, ids }));
    await movePart(options.outDir, ids);
    return {
      pages: own.pages + others.pages,
      unrendered: [...own.unrendered, ...others.unrendered],
      written: [...own.written, ...others.written],
    };
  } catch (error) {
    // Nobody may write to the site's directory when the caller removes it.
    failed.abort();
    await elsewhere;
    throw error;
  }
}

/** Half of the reports beyond the head start. */
function oldestReports({ runs }: SiteData, headStart: number): readonly string[] {
  const count = availableParallelism() < 2 ? 0 : Math.floor((runs.length - headStart) / 2);
  // A process for few reports is not worth its start.
  return count < headStart / 2 ? [] : runs.slice(-count).map(({ id }) => id);
}

/** Null where the process failed; rejects where none can be started, for want of memory or open files. */
function renderElsewhere(
  program: URL,
  request: PagesRequest,
  signal: AbortSignal,
): Promise<RenderedPages | null> {
  return new Promise((resolve) => {
    const child = fork(program, { execArgv: [], serialization: 'advanced', stdio: 'ignore', signal });
    let answer: RenderedPages | null = null;
    child.once('message', (message: RenderedPages) => {
      answer = message;
    });
    // An abort is an error, too, and the process still ends after it; one without an id was never started.
    child.once('error', () => {
      if (child.pid === undefined) resolve(null);
    });
    child.once('exit', () => resolve(answer));
    child.send(request, () => undefined);
  });
}
