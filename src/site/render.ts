import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AstroInlineConfig, build } from 'astro';
import { provideSiteData, type SiteData, siteData } from '../report/site-data.ts';
import { astroSettings } from './astro-settings.ts';
import { provideBasePath } from './base-path.ts';
import { skipUnrendered, type UnrenderedPage } from './skip-unrendered.ts';

interface RenderOptions {
  /** May still be on its way: the pages are bundled meanwhile. */
  readonly data: SiteData | Promise<SiteData>;
  /** An absolute path; what is there is replaced. */
  readonly outDir: string;
  /** `https://monitor.example.com`, or null where it is not known: then there are no canonical links. */
  readonly siteUrl: string | null;
  /** `/` or `/repo/`. */
  readonly basePath: string;
  readonly cacheDir?: string;
  readonly logLevel?: NonNullable<AstroInlineConfig['logLevel']>;
}

interface RenderedSite {
  readonly pages: number;
  /** Pages of archived reports that could not be rendered; there is nothing in their place yet. */
  readonly unrendered: readonly UnrenderedPage[];
}

/**
 * Renders the whole site into a directory and says how many pages it has. An archived report that cannot be rendered is
 * left out; whatever else cannot be rendered is thrown.
 *
 * Astro puts its intermediate modules beside the output only when that lies inside the working directory, and two
 * builds at once would share them otherwise; so the working directory is the output's for as long as it runs.
 */
export async function renderSite(options: RenderOptions): Promise<RenderedSite> {
  provideBasePath(options.basePath);
  const unrendered: UnrenderedPage[] = [];
  await mkdir(options.outDir, { recursive: true });
  const picture = drawPicture(options.data);
  // A build that fails has its own words.
  picture.catch(() => undefined);
  const home = process.cwd();
  process.chdir(dirname(options.outDir));
  try {
    const settings = astroSettings(options.siteUrl, options.basePath);
    await build(
      {
        ...settings,
        vite: { ...settings.vite, plugins: [untilProvided(options.data), installedZod] },
        integrations: [
          skipUnrendered({
            basePath: options.basePath,
            isArchived: (id) => id !== siteData().current.id,
            skipped: (page) => unrendered.push(page),
          }),
        ],
        outDir: options.outDir,
        logLevel: options.logLevel ?? 'error',
        ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
      },
      WITHOUT_TYPES,
    );
  } finally {
    process.chdir(home);
  }
  await writeFile(join(options.outDir, 'og.png'), await picture);
  const files = await readdir(options.outDir, { recursive: true });
  return { pages: files.filter((file) => file.endsWith('.html')).length, unrendered };
}

/** On threads of its own while the pages are rendered; its library is read while they are bundled. */
async function drawPicture(data: RenderOptions['data']): Promise<Buffer> {
  const { ogImage } = await import('./og-image.ts');
  return await ogImage((await data).current);
}

/**
 * Types of content collections are for editors, and `astro check` makes its own. A build would write them into the project,
 * whose directory may be read-only and which two builds may share.
 */
const WITHOUT_TYPES = { devOutput: false, sync: false };

/**
 * Astro's runtime validates with zod, a quarter of all modules that would be bundled for pages that never call it. It
 * is named by its address instead, as the pages run from a directory without node_modules.
 */
const installedZod = {
  name: 'lead-scoring-monitor:zod',
  enforce: 'pre' as const,
  applyToEnvironment: (environment: { readonly name: string }) => environment.name !== 'client',
  resolveId: {
    filter: { id: /^zod(?:\/|$)/ },
    handler: (id: string) => ({ id: import.meta.resolve(id), external: 'absolute' as const }),
  },
};

/** Holds Astro back between bundling the pages, which needs no data, and rendering them. */
function untilProvided(data: SiteData | Promise<SiteData>) {
  return {
    name: 'lead-scoring-monitor:data',
    buildApp: {
      order: 'post' as const,
      handler: async () => provideSiteData(await data),
    },
  };
}
