import sharp from 'sharp';
import type { SiteData } from '../report/site-data.ts';
import { pictureAccent } from './accent-css.ts';
import { markSvg } from './charts/mark.ts';
import { ogDrawing } from './charts/og-drawing.ts';

const ICON_PX = 180;

/**
 * Link preview image (Open Graph) as PNG. It has shapes but no text, so that it does not depend on installed fonts;
 * previews show the page title anyway.
 */
export const ogImage = (data: Pick<SiteData, 'current' | 'accent'>): Promise<Buffer> =>
  sharp(Buffer.from(ogDrawing(data.current, pictureAccent(data))))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();

/** The mark as PNG, for browsers that take no SVG icon and for home screens. */
export const iconImage = (data: Pick<SiteData, 'accent'>): Promise<Buffer> =>
  sharp(Buffer.from(markSvg(pictureAccent(data), null)), { density: (72 * ICON_PX) / 24 })
    .resize(ICON_PX, ICON_PX)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
