import { openArchive } from '../archive/archive.ts';
import { renderSite } from '../site/render.ts';
import type { PagesRequest } from './render-pages.ts';
import { renderPart } from './render-reports.ts';

/** Process that renders the pages of some archived reports; see `renderPages`. */

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
process.once('message', (request: PagesRequest) => void render(request));
process.once('disconnect', () => process.exit());

async function render({ data: sent, archiveDir, ...request }: PagesRequest): Promise<void> {
  const { read } = openArchive(archiveDir);
  const result = await renderPart({ ...request, data: { ...sent, read }, renderSite });
  process.send?.(result, () => process.exit());
}
