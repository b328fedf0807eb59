import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { encodeReport } from '../../src/archive/archived-file.ts';
import { siteReports } from '../../src/archive/site-reports.ts';
import { renderPages } from '../../src/pipeline/render-pages.ts';
import { renderReports } from '../../src/pipeline/render-reports.ts';
import { projectProgram } from '../../src/project.ts';
import type { SiteData } from '../../src/report/site-data.ts';
import { renderSite } from '../../src/site/render.ts';
import { fixtureSite } from '../support/fixtures/site.ts';
import { filesOf } from '../support/hostile/site-files.ts';

const PROGRAM = projectProgram('src/pipeline/pages-process.ts');
const place = mkdtempSync(join(tmpdir(), 'render-pages-'));
const archiveDir = join(place, 'archive');
const site = { siteUrl: 'https://team.example', basePath: '/repo/', renderSite };
let data: SiteData;
let alone: Map<string, Buffer>;

beforeAll(async () => {
  const { runs, read, current, ...rest } = fixtureSite({ runs: 14, featurePageReports: 9 });
  mkdirSync(join(archiveDir, 'reports'), { recursive: true });
  for (const { id } of runs) {
    writeFileSync(join(archiveDir, 'reports', `${id}.json`), encodeReport(read(id), { inputsHash: id }));
  }
  data = { ...rest, current, ...siteReports(openArchive(archiveDir), current) };
  const outDir = join(place, 'alone');
  await renderReports({ ...site, outDir, data, renders: () => true });
  alone = await filesOf(outDir);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Renders with another process for the three oldest of the twelve reports. */
async function inTwo(name: string, program = PROGRAM) {
  const outDir = join(place, name);
  const options = { ...site, archiveDir, outDir, signal: new AbortController().signal };
  const result = await renderPages({ ...options, data: Promise.resolve(data) }, { headStart: 6, program });
  return { ...result, files: await filesOf(outDir) };
}

test('two processes make the site that one makes, and all of its reports for programs', async () => {
  const { files, pages, written, unrendered } = await inTwo('two');
  expect([...files.keys()]).toEqual([...alone.keys()]);
  for (const [path, content] of alone) expect(files.get(path)?.equals(content), path).toBe(true);
  expect(pages).toBe([...alone.keys()].filter((path) => path.endsWith('.html')).length);
  expect(new Set(written)).toEqual(new Set(data.runs.map(({ id }) => id)));
  expect(unrendered).toEqual([]);
});

test('the other process does the oldest reports, with the pages of their features, and says which it could not read', async () => {
  const gone = data.runs.at(-1)?.id ?? '';
  const kept = join(place, 'kept');
  cpSync(archiveDir, kept, { recursive: true });
  rmSync(join(archiveDir, 'reports', `${gone}.json`));
  try {
    const { files, unrendered } = await inTwo('gone');
    expect(unrendered.map(({ path }) => path)).toContain(`reports/${gone}/`);
    expect(new Set(unrendered.map(({ id }) => id))).toEqual(new Set([gone]));
    expect(files.has(`reports/${gone}/report.json`)).toBe(false);
    const other = data.runs.at(-2)?.id ?? '';
    expect(files.get(`reports/${other}/report.json`)).toEqual(alone.get(`reports/${other}/report.json`));
  } finally {
    cpSync(kept, archiveDir, { recursive: true });
  }
});

test.each([
  ['fails', () => pathToFileURL(join(place, 'failing.mjs'))],
  // As where no memory or no file is left for it.
  ['cannot be started', () => new URL('http://nowhere.invalid/')],
])('where the other process %s its work is done here', async (what, program) => {
  writeFileSync(join(place, 'failing.mjs'), 'process.exit(9);');
  const { files } = await inTwo(what, program());
  expect([...files.keys()]).toEqual([...alone.keys()]);
  for (const [path, content] of alone) expect(files.get(path)?.equals(content), path).toBe(true);
});

test('a full disk ends the build, and is not taken for a fault of the report that was written', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const rendered = (id: string): void => {
    if (id === data.runs.at(-1)?.id) throw full;
  };
  const options = { ...site, outDir: join(place, 'full'), data, rendered, logLevel: 'silent' as const };
  await expect(renderSite(options)).rejects.toMatchObject({ message: full.message });
});
