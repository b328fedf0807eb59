import { mkdir, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type AstroInlineConfig, build } from 'astro';
import { astroSettings } from './astro-settings.ts';
import { provideBasePath } from './base-path.ts';
import { writeOgImage } from './og-image.ts';
import { provideSiteData, type SiteData } from './site-data.ts';

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

/**
 * Renders the whole site into a directory and says how many pages it has.
 *
 * Astro puts its intermediate modules beside the output only when that lies inside the working directory, and two
 * builds at once would share them otherwise; so the working directory is the output's for as long as it runs.
 */
export async function renderSite(options: RenderOptions): Promise<{ pages: number }> {
  provideBasePath(options.basePath);
  await mkdir(options.outDir, { recursive: true });
  const home = process.cwd();
  process.chdir(dirname(options.outDir));
  try {
    const settings = astroSettings(options.siteUrl, options.basePath);
    await build({
      ...settings,
      vite: { ...settings.vite, plugins: [untilProvided(options.data)] },
      outDir: options.outDir,
      logLevel: options.logLevel ?? 'error',
      ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
    });
  } finally {
    process.chdir(home);
  }
  await writeOgImage((await options.data).current, options.outDir);
  const files = await readdir(options.outDir, { recursive: true });
  return { pages: files.filter((file) => file.endsWith('.html')).length };
}

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
