import sharp from 'sharp';
import type { Report } from '../report/schema/report.ts';
import { ogDrawing } from './charts/og-drawing.ts';

/**
 * The picture that a link to the site shows elsewhere, as PNG. It holds shapes and no text: what fonts a machine has
 * does not change it, and the title beside it says the rest.
 */
export const ogImage = (report: Report): Promise<Buffer> =>
  sharp(Buffer.from(ogDrawing(report)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
