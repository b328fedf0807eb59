const KEY = Symbol.for('lead-scoring-monitor.base-path');

type Holder = { [KEY]?: string };

/** Hands the base path to the pages that Astro renders in this process, as `provideSiteData` hands them the data. */
export function provideBasePath(base: string): void {
  (globalThis as Holder)[KEY] = base;
}

/** The base path in force, with slashes at both ends. */
export const basePath = (): string => (globalThis as Holder)[KEY] ?? '/';
