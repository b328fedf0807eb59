import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AstroInlineConfig, build } from 'astro';
import { provideSiteData, type SiteData, siteData } from '../report/site-data.ts';
import { astroSettings } from './astro-settings.ts';
import { provideBasePath } from './base-path.ts';
import { skipUnrendered, type UnrenderedPage } from './skip-unrendered.ts';

interface RenderOptions {
  /** May be pending: the pages are bundled meanwhile. */
  readonly data: SiteData | Promise<SiteData>;
  /** An absolute path; its content is replaced. */
  readonly outDir: string;
  /** `https://monitor.example.com`; null where it is unknown, in which case there are no canonical links. */
  readonly siteUrl: string | null;
  /** `/` or `/repo/`. */
  readonly basePath: string;
  /** Which pages are rendered: those of a report, or all others (null). Default all. */
  readonly renders?: (id: string | null) => boolean;
  /** Called when the page of a report was rendered, while what it was made from is still at hand. */
  readonly rendered?: (id: string) => void;
  readonly cacheDir?: string;
  readonly logLevel?: NonNullable<AstroInlineConfig['logLevel']>;
}

interface RenderedSite {
  readonly pages: number;
  /** Pages of archived reports that could not be rendered; the caller must write replacements. */
  readonly unrendered: readonly UnrenderedPage[];
}

/**
 * Renders the site into a directory. An archived report that cannot be rendered is left out and returned in
 * `unrendered`; any other rendering error is thrown.
 *
 * Astro writes its intermediate modules next to the output only if the output is inside the working directory; otherwise
 * concurrent builds would share them. Therefore the working directory is changed to the output's during rendering.
 */
export async function renderSite(options: RenderOptions): Promise<RenderedSite> {
  const { renders = () => true, rendered = () => undefined } = options;
  provideBasePath(options.basePath);
  const unrendered: UnrenderedPage[] = [];
  await mkdir(options.outDir, { recursive: true });
  const pictures = renders(null) ? drawPictures(options.data) : Promise.resolve([]);
  // Awaited after the build; this prevents an unhandled rejection if the build fails first.
  pictures.catch(() => undefined);
  const home = process.cwd();
  process.chdir(dirname(options.outDir));
  try {
    const settings = astroSettings(options.siteUrl, options.basePath);
    await build(
      {
        ...settings,
        vite: { ...settings.vite, plugins: [untilProvided(options.data), installedZod, leanScripts] },
        integrations: [
          skipUnrendered({
            basePath: options.basePath,
            isArchived: (id) => id !== siteData().current.id,
            skipped: (page) => unrendered.push(page),
            renders,
            rendered,
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
  for (const [name, bytes] of await pictures) await writeFile(join(options.outDir, name), bytes);
  const files = await readdir(options.outDir, { recursive: true });
  return { pages: files.filter((file) => file.endsWith('.html')).length, unrendered };
}

/**
 * Leaves the scales that nobody uses out of the scripts (6 kB): what a library reads while it is loaded has no effects. As a
 * plugin, because Astro puts options of its own in the place of those for the scripts.
 */
const leanScripts = {
  name: 'lean-scripts',
  configEnvironment: (name: string) =>
    name === 'client'
      ? { build: { rolldownOptions: { treeshake: { propertyReadSideEffects: false as const } } } }
      : undefined,
};

/** Draws preview image and icon on library threads during rendering; the library is loaded during bundling. */
async function drawPictures(given: RenderOptions['data']): Promise<[name: string, bytes: Buffer][]> {
  const { iconImage, ogImage } = await import('./og-image.ts');
  const data = await given;
  const [preview, icon] = await Promise.all([ogImage(data), iconImage(data)]);
  return [
    ['og.png', preview],
    ['icon.png', icon],
  ];
}

/** Type generation for content collections is only for editors, and would write into the project directory. */
const WITHOUT_TYPES = { devOutput: false, sync: false };

/**
 * Makes zod external: Astro's runtime imports it, it is a quarter of all bundled modules, and the pages never call it. It
 * is imported by file URL, because the pages run in a directory without node_modules.
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

/** Delays Astro between bundling the pages, which needs no data, and rendering them. */
function untilProvided(data: SiteData | Promise<SiteData>) {
  return {
    name: 'lead-scoring-monitor:data',
    buildApp: {
      order: 'post' as const,
      handler: async () => provideSiteData(await data),
    },
  };
}
