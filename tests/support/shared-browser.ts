import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** A connection to the one browser of a run; closing it closes the pages of this connection alone. */
export const sharedBrowser = (): Promise<Browser> => chromium.connect(inject('browserAddress'));
