const KEY = Symbol.for('lead-scoring-monitor.base-path');

type Holder = { [KEY]?: string };

/** Provides the base path to the pages that Astro renders in this process; see `provideSiteData`. */
export function provideBasePath(base: string): void {
  (globalThis as Holder)[KEY] = base;
}

/** The configured base path, with slashes at both ends. */
export const basePath = (): string => (globalThis as Holder)[KEY] ?? '/';
