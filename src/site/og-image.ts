import sharp from 'sharp';
import type { Report } from '../report/schema/report.ts';
import { ogDrawing } from './charts/og-drawing.ts';

/**
 * Link preview image (Open Graph) as PNG. It has shapes but no text, so that it does not depend on installed fonts;
 * previews show the page title anyway.
 */
export const ogImage = (report: Report): Promise<Buffer> =>
  sharp(Buffer.from(ogDrawing(report)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
