import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { precompress } from '../../src/pipeline/container/precompress.ts';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { siteServer } from '../../src/pipeline/container/site-server.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { pagePaths } from '../../tests/support/site-helpers.ts';

const USAGE = `Measures pages of a built site with Lighthouse on this machine, and prints the four scores.

Usage: npx node scripts/dev/lighthouse.ts [directory [page…]] [--port 9333]

The first run downloads Lighthouse.

One page of every kind that the site has is measured, or those that are named (trends/). "Blocked from indexing" is left out of SEO: the site asks for that
by default.

Exit codes: 0 every score is 100, 1 one is not.
`;

const LIGHTHOUSE = 'lighthouse@13.5.0';
/** Of each, the first page that the site has. */
const KINDS = [
  /^$/,
  /^ranking\/$/,
  /^segments\/$/,
  /^versions\/$/,
  /^health\/$/,
  /^scores\/$/,
  /^drift\/$/,
  /^drift\/.+\/$/,
  /^alerts\/$/,
  /^trends\/$/,
  /^reports\/$/,
  /^archive\/.+\/$/,
  /^reports\/[^/]+\/$/,
  /^compare\/$/,
  /^method\/$/,
  /^embed\/.+\/$/,
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const UNFIT = new Set(['--single-process', '--disable-web-security']);

await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '9333' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const [directory = 'dist', ...only] = positionals;
  const built = await pagePaths(directory);
  const paths = only.length > 0 ? only : KINDS.flatMap((kind) => built.find((path) => kind.test(path)) ?? []);
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !UNFIT.has(argument)),
      '--no-sandbox',
      '--disable-background-networking',
      `--remote-debugging-port=${values.port}`,
    ],
  });
  const site = await siteServer({ host: '127.0.0.1', port: 0, basePath: '/' });
  // Prevents 304 responses: Lighthouse treats a 304 for its second load as aborted.
  site.server.prependListener('request', (request, response) => {
    delete request.headers['if-none-match'];
    // With this header Chromium 147 aborts the load that Lighthouse asks for.
    const setHeaders = response.setHeaders.bind(response);
    response.setHeaders = (headers) => {
      headers.delete('Referrer-Policy');
      return setHeaders(headers);
    };
  });
  // Compressed, as the container and GitHub Pages serve it.
  const copy = await mkdtemp(join(tmpdir(), 'lighthouse-'));
  await cp(directory, copy, { recursive: true });
  await precompress(copy, signal);
  await site.show(await openSiteImage(copy, { scratchDirectory: tmpdir(), signal }));
  let perfect = true;
  try {
    for (const path of paths) {
      perfect = (await measure(`${site.url}${path}`, Number(values.port))) && perfect;
    }
  } finally {
    await site.close();
    await browser.close();
    await rm(copy, { recursive: true });
  }
  return perfect ? undefined : 1;
});

/** What is read of Lighthouse's JSON. */
interface LighthouseResult {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly title: string;
        readonly score: number | null;
        readonly scoreDisplayMode: string;
        readonly displayValue?: string;
      }
    >
  >;
}

async function measure(url: string, port: number): Promise<boolean> {
  const { categories, audits } = await runLighthouse(url, port);
  const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
  console.log(
    `${new URL(url).pathname}: ${CATEGORIES.map((name, i) => `${name} ${scores[i] ?? 0}`).join(', ')}`,
  );
  for (const audit of Object.values(audits)) {
    const counts = audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative';
    if (counts)
      console.log(
        `  ${audit.id}: ${audit.title}${audit.displayValue === undefined ? '' : ` (${audit.displayValue})`}`,
      );
  }
  return scores.every((score) => score === 100);
}

/** Run through npx, because it would be a quarter of everything that is installed, for a script that few ever run. */
async function runLighthouse(url: string, port: number): Promise<LighthouseResult> {
  const options = [
    `--port=${port}`,
    '--quiet',
    '--output=json',
    `--only-categories=${CATEGORIES.join(',')}`,
    '--skip-audits=is-crawlable',
  ];
  const { stdout } = await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as LighthouseResult;
}
