import type { Report } from './schema/report.ts';

/** Reads an archived report; null where its file was removed or damaged since the archive was opened. */
export function reportIfThere(read: (id: string) => Report, id: string): Report | null {
  try {
    return read(id);
  } catch (error) {
    // Compared by code, not instanceof: Astro bundles its own copy of the error class.
    if ((error as { readonly code?: unknown }).code === 'no-such-report') return null;
    throw error;
  }
}
