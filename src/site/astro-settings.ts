import type { AstroInlineConfig } from 'astro';
import { PROJECT_ROOT } from '../project.ts';

/** Pages run from the output directory, which has no node_modules to resolve from. */
const BUNDLED = {
  environments: {
    prerender: { resolve: { noExternal: true as const } },
    ssr: { resolve: { noExternal: true as const } },
  },
};

/** Astro settings shared by `npm run build` and `npm run dev`. */
export function astroSettings(
  siteUrl: string | null,
  basePath: string,
  mode: 'build' | 'dev' = 'build',
): AstroInlineConfig {
  return {
    root: PROJECT_ROOT,
    srcDir: '.',
    configFile: false,
    base: basePath,
    ...(siteUrl === null ? {} : { site: siteUrl }),
    trailingSlash: 'always',
    // `true` keeps a space between words on two lines; the default joins them.
    compressHTML: true,
    build: { format: 'directory', inlineStylesheets: 'never' },
    devToolbar: { enabled: false },
    server: { host: '127.0.0.1' },
    vite: {
      // The Content-Security-Policy forbids inlined assets.
      build: { assetsInlineLimit: 0 },
      // The dev server must not serve logs, reports or references.
      server: {
        fs: {
          deny: [
            '**/logs/**',
            '**/archive/**',
            '**/data/reference/**',
            '**/*.{jsonl,csv,parquet}',
            '**/.env*',
          ],
        },
      },
      ...(mode === 'build' ? BUNDLED : {}),
    },
  };
}
