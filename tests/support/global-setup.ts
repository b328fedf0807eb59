import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { browserOptions } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where sites that several files look at are built once. */
    readonly sharedDirectory: string;
    /** Address of the one browser of a run. */
    readonly browserAddress: string;
  }
}

/** Starts what all end-to-end files of a run share; what it returns ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const sharedDirectory = await mkdtemp(join(tmpdir(), 'monitor-shared-'));
  const browser = await chromium.launchServer({ ...(await browserOptions()), host: '127.0.0.1' });
  project.provide('sharedDirectory', sharedDirectory);
  project.provide('browserAddress', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await rm(sharedDirectory, { recursive: true, force: true });
  };
}
