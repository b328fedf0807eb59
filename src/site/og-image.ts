import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Report } from '../report/schema/report.ts';
import { ogDrawing } from './charts/og-drawing.ts';

/**
 * Writes the picture that a link to the site shows elsewhere. It holds shapes and no text: what fonts a machine has
 * does not change it, and the title beside it says the rest.
 */
export async function writeOgImage(report: Report, outDir: string): Promise<void> {
  const png = await sharp(Buffer.from(ogDrawing(report)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
  await writeFile(join(outDir, 'og.png'), png);
}
