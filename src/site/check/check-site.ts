import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type PageFacts, pageFacts } from './page-facts.ts';

/** Maximum sizes in bytes after gzip. */
export const BUDGET = { page: 15_000, manyFeatures: 60_000, scripts: 65_000, styles: 10_000 } as const;
/** A page with more features may be as large as `manyFeatures`. */
const MANY = 40;

interface SiteCheck {
  readonly passed: number;
  readonly failures: readonly string[];
  /** Measured sizes, one line each. */
  readonly figures: readonly string[];
}

interface Page {
  readonly path: string;
  readonly bytes: number;
  readonly facts: PageFacts;
}

/**
 * Checks a built site: size budgets, links and anchors, and that no page loads or runs what its Content-Security-Policy
 * forbids.
 * @param base base path of the site, with slashes at both ends.
 * @param elsewhere links to files that are not written by rendering; they are not followed.
 */
export async function checkSite(directory: string, base: string, elsewhere?: RegExp): Promise<SiteCheck> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.replace(/\/$/, '').length + 1));
  const read = (file: string): Promise<Buffer> => readFile(join(directory, file));
  const zipped = async (file: string): Promise<number> => gzipSync(await read(file)).length;
  const pages: Page[] = [];
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const html = await read(file);
    pages.push({ path: file, bytes: gzipSync(html).length, facts: pageFacts(html.toString()) });
  }
  const total = async (ending: string): Promise<number> => {
    const sizes = await Promise.all(
      files.filter((name) => name.startsWith('_astro/') && name.endsWith(ending)).map(zipped),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  const scripts = await total('.js');
  const styles = await total('.css');
  const checks = [
    { name: `scripts: ${scripts} bytes, budget ${BUDGET.scripts}`, ok: scripts <= BUDGET.scripts },
    { name: `styles: ${styles} bytes, budget ${BUDGET.styles}`, ok: styles <= BUDGET.styles },
    { name: 'there is a page', ok: pages.length > 0 },
    ...pages.flatMap((page) => pageChecks(page)),
    ...linkChecks(pages, new Set(files), base, elsewhere),
  ];
  const largest = pages.toSorted((a, b) => b.bytes - a.bytes)[0];
  return {
    passed: checks.filter((check) => check.ok).length,
    failures: checks.filter((check) => !check.ok).map((check) => check.name),
    figures: [
      `scripts ${scripts} bytes, styles ${styles} bytes after gzip`,
      `${pages.length} pages, the largest ${largest?.path ?? 'none'} with ${largest?.bytes ?? 0} bytes after gzip`,
    ],
  };
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
}

function pageChecks({ path, bytes, facts }: Page): Check[] {
  const budget = facts.features > MANY ? BUDGET.manyFeatures : BUDGET.page;
  const repeated = facts.ids.find((id, index) => facts.ids.indexOf(id) !== index);
  return [
    { name: `${path}: ${bytes} bytes, budget ${budget}`, ok: bytes <= budget },
    { name: `${path}: ${facts.headings} first-level headings`, ok: facts.headings === 1 },
    { name: `${path}: no title`, ok: facts.title !== '' },
    { name: `${path}: id ${repeated ?? ''} twice`, ok: repeated === undefined },
    {
      name: `${path}: no Content-Security-Policy`,
      ok: facts.policy?.includes("default-src 'none'") === true,
    },
    { name: `${path}: ${facts.inlineStyles} inline styles`, ok: facts.inlineStyles === 0 },
    {
      name: `${path}: ${facts.forbiddenScripts} inline scripts without a hash`,
      ok: facts.forbiddenScripts === 0,
    },
    {
      name: `${path}: loads something of another site`,
      ok: facts.loads.every((address) => address.startsWith('/') && !address.startsWith('//')),
    },
  ];
}

/** Paths that are written by other commands or by a server. */
const isPage = (path: string): boolean => path.endsWith('/') || path === '';

function linkChecks(
  pages: readonly Page[],
  files: ReadonlySet<string>,
  base: string,
  elsewhere: RegExp = /^$/,
): Check[] {
  const ids = new Map(pages.map((page) => [page.path, new Set(page.facts.ids)]));
  return pages.flatMap((page) => {
    const own = `${base}${page.path.replace(/index\.html$/, '')}`;
    const local = [...new Set([...page.facts.links, ...page.facts.loads])].filter(
      (link) => !/^[a-z]+:/.test(link) && !elsewhere.test(link),
    );
    return local.map((link): Check => {
      const url = new URL(link, `http://site${own}`);
      const path = decodeURIComponent(url.pathname);
      const inside = path.startsWith(base) ? path.slice(base.length) : null;
      const file = inside === null ? null : isPage(inside) ? `${inside}index.html` : inside;
      const found = file !== null && files.has(file);
      const anchor = decodeURIComponent(url.hash.slice(1));
      const hit = anchor === '' || (file !== null && ids.get(file)?.has(anchor) === true);
      return { name: `${page.path}: dead link ${link}`, ok: found && hit };
    });
  });
}
