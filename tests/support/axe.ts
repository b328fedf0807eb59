import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

interface Axe {
  run(root: Document, options: object): Promise<AxeResult>;
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens what is folded and loads axe into a page, whose context bypasses the security policy. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.addScriptTag({ content: await source });
}

/** What these rules find in a page into which axe was loaded: each rule, its number of places, and the first of them. */
export async function violations(page: Page, runOnly: object): Promise<string[]> {
  const found = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: Axe }).axe.run(document, {
        runOnly: only,
        resultTypes: ['violations'],
      }),
    runOnly,
  );
  return found.violations.map((v) => `${v.id}: ${v.nodes.length}× ${v.nodes[0]?.html.slice(0, 160) ?? ''}`);
}
