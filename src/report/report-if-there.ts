import type { Report } from './schema/report.ts';

/** An archived report; null where its file went, or changed, since the archive was opened. */
export function reportIfThere(read: (id: string) => Report, id: string): Report | null {
  try {
    return read(id);
  } catch (error) {
    // By its code: pages have a copy of the error's class of their own.
    if ((error as { readonly code?: unknown }).code === 'no-such-report') return null;
    throw error;
  }
}
