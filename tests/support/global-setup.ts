import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { browserOptions } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the sites that several test files share. */
    readonly sharedDirectory: string;
    /** Endpoint of the shared browser. */
    readonly browserAddress: string;
  }
}

/** Starts the resources that all end-to-end files share; returns their teardown. */
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
