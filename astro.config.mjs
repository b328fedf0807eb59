import { defineConfig } from 'astro/config';

/**
 * For `astro check` and editors. `npm run build` and `npm run dev` pass the same settings, and where to write, through
 * `src/site/astro-settings.ts`.
 */
export default defineConfig({
  srcDir: '.',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never' },
});
