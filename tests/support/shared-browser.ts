import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** A connection to the shared browser; closing it closes only this connection's pages. */
export const sharedBrowser = (): Promise<Browser> => chromium.connect(inject('browserAddress'));
