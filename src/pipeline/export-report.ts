import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { siteReports } from '../archive/site-reports.ts';
import { inputError } from '../monitor-error.ts';
import { singleFileHtml } from '../outputs/single-file.ts';
import { accentOf } from '../settings/accent/accent-policy.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { renderSite } from '../site/render.ts';

interface ExportOptions {
  readonly archive: Archive;
  readonly id: string;
  readonly site: Pick<Policy['site'], 'title' | 'accent'>;
  readonly siteUrl: string | null;
  readonly basePath: string;
}

/**
 * Exports an archived report as one HTML file. Its permalink page is rendered anew, so no built site is needed.
 * @throws MonitorError `no-such-report` (exit code 3).
 */
export async function exportReport({
  archive,
  id,
  site: { title, accent },
  siteUrl,
  basePath,
}: ExportOptions): Promise<string> {
  const current = archive.read(id);
  const data = {
    ...siteReports(archive, current),
    current,
    title,
    accent: accentOf(accent),
    only: id,
    pruned: [],
    public: false,
    featurePageReports: 0,
    staleAfterHours: Infinity,
  };
  const directory = await mkdtemp(join(tmpdir(), 'lead-scoring-export-'));
  try {
    const siteDir = join(directory, 'site');
    const { unrendered } = await renderSite({ data, outDir: siteDir, siteUrl, basePath });
    if (unrendered.length > 0) {
      throw inputError(
        'report-unrendered',
        `Report ${id} cannot be shown by this version of the software. Its file in the archive is kept as it is.`,
      );
    }
    return singleFileHtml({ siteDir, basePath, siteUrl, id });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
