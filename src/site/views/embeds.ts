import type { SiteData } from '../../report/site-data.ts';
import { type FigureView, figureViews } from './figures.ts';

/** Figures with a card to embed: all of the newest report; none in a single-file export. */
export const embeddableFigures = ({ current, only }: SiteData): FigureView[] =>
  only === undefined ? figureViews(current) : [];

/** Path of a figure's card without leading slash. */
export const embedPath = ({ id }: Pick<FigureView, 'id'>): string => `embed/${id}/`;

/** HTML that shows a card in a frame. */
export const embedSnippet = ({ label }: Pick<FigureView, 'label'>, address: string): string =>
  `<iframe src="${attribute(address)}" title="${attribute(label)}" width="300" height="200" loading="lazy"></iframe>`;

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
