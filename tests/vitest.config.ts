import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Two projects: `unit` stands beside the sources; `e2e` builds sites, starts servers and drives a browser. Files of
 * both run side by side, so a test must not rely on fixed ports, shared directories or an idle processor.
 */
export default defineConfig({
  test: {
    // By default Vitest leaves one processor free, half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{src,scripts,pages}/**/*.test.ts'],
          testTimeout: 20_000,
          // Unit tests leave no state behind, and a process for each file took a third of the time.
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
          // Some tests render pages with Astro; no telemetry.
          env: { ASTRO_TELEMETRY_DISABLED: '1' },
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
