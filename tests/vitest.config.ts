import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Two projects: `unit` is fast and stands beside the sources; `e2e` builds sites, starts servers and drives a
 * browser, so its files run one at a time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{src,scripts,pages}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          root,
          include: ['tests/**/*.test.ts'],
          testTimeout: 180_000,
          // Some render pages themselves, and tell Astro's makers nothing of it.
          env: { ASTRO_TELEMETRY_DISABLED: '1' },
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
