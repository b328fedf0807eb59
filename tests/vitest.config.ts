import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Two projects: `unit` stands beside the sources; `e2e` builds sites, starts servers and drives a browser. Files of both
 * run side by side, so a test may count on no port, no directory and no quiet processor of its own.
 */
export default defineConfig({
  test: {
    // Vitest leaves one processor free, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{src,scripts,pages}/**/*.test.ts'],
          testTimeout: 20_000,
          // No unit test leaves anything behind in its process, and a new one for each file took a third of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'e2e',
          root,
          include: ['tests/**/*.test.ts'],
          globalSetup: fileURLToPath(new URL('support/global-setup.ts', import.meta.url)),
          testTimeout: 180_000,
          // Some render pages themselves, and tell Astro's makers nothing of it.
          env: { ASTRO_TELEMETRY_DISABLED: '1' },
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
