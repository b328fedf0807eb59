import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { restorePublished } from '../../src/pipeline/publish.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { rounds } from '../support/effort.ts';

const WRITER = fileURLToPath(new URL('../support/report-writer.ts', import.meta.url));
const RUNS = rounds(120, 400);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'durability-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Said {
  readonly archived: string[];
  readonly published: string[];
  readonly code: number | null;
  readonly stderr: string;
}

interface Kill {
  /** Reports archived before the kill, and the delay after that. */
  readonly runs: number;
  readonly ms: number;
}

/** Runs a writer and kills it while it works. */
async function write(first: number, count: number, kill: Kill | null, hash = 'x'): Promise<Said> {
  const child = spawn(process.execPath, [WRITER, directory, String(first), String(count), hash]);
  let stdout = '';
  let stderr = '';
  let timer: NodeJS.Timeout | null = null;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (kill === null || timer !== null || stdout.split('archived').length <= kill.runs) return;
    timer = setTimeout(() => child.kill('SIGKILL'), kill.ms);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (timer !== null) clearTimeout(timer);
  const said = (verb: string): string[] =>
    stdout.split('\n').flatMap((line) => (line.startsWith(`${verb} `) ? [line.slice(verb.length + 1)] : []));
  return { archived: said('archived'), published: said('published'), code, stderr };
}

/** Reports of the published site after recovery, as the next build or server does it; null before the first. */
async function publishedRuns(): Promise<string[] | null> {
  const outDir = join(directory, 'dist');
  await restorePublished(outDir);
  if (!existsSync(outDir)) return null;
  const runs = JSON.parse(readFileSync(join(outDir, 'reports.json'), 'utf8')) as string[];
  for (const id of runs) {
    expect(readFileSync(join(outDir, id, 'index.html'), 'utf8')).toBe(`<p>${id}</p>`);
  }
  // Besides the reports: the index page, the list and the marker.
  expect(readdirSync(outDir)).toHaveLength(runs.length + 3);
  return runs;
}

test(`${RUNS} reports, killed again and again: no report lost or torn, no page gone, the site always whole`, async () => {
  const random = seededRandom(20260220);
  const archived = new Set<string>();
  let pages: readonly string[] = [];
  let kills = 0;
  for (let run = 0; run < RUNS; ) {
    const said = await write(run, RUNS - run, {
      runs: 1 + random.below(20),
      ms: random.uniform() * 60,
    });
    if (said.code === null) kills += 1;
    else expect(said).toMatchObject({ code: 0, stderr: '' });
    for (const id of said.archived) archived.add(id);

    const archive = openArchive(join(directory, 'archive'));
    const listed = new Set(archive.list());
    for (const id of archived) expect(listed).toContain(id);
    for (const id of archive.list()) expect(archive.read(id).id).toBe(id);
    expect(archive.notes()).toEqual([]);
    expect(archive.damaged()).toEqual([]);

    const now: readonly string[] = (await publishedRuns()) ?? [];
    for (const id of pages) expect(now).toContain(id);
    for (const id of said.published) expect(now).toContain(id);
    pages = now;
    run = listed.size === archived.size ? archived.size : listed.size;
  }
  expect(openArchive(join(directory, 'archive')).list()).toHaveLength(RUNS);
  console.log(`${RUNS} reports, ${kills} kills, nothing lost`);
  expect(kills).toBeGreaterThan(RUNS / 40);
}, 600_000);

test('four machines at once, the same reports from different inputs: every report kept under a name of its own', async () => {
  const writers = ['a', 'b', 'c', 'd'];
  const said = await Promise.all(writers.map((hash) => write(0, 12, null, hash)));
  const archive = openArchive(join(directory, 'archive'));
  const ids = said.flatMap((one) => one.archived);
  expect(said.map((one) => one.stderr).join('')).not.toContain('archive');
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, one] of said.entries()) {
    for (const id of one.archived) expect(archive.read(id).software.engine).toBe(writers[index]);
  }
  expect([...archive.list()].sort()).toEqual([...ids].sort());
  expect(archive.notes()).toEqual([]);
});

test('two machines at once with the same inputs share one report', async () => {
  const [one, two] = await Promise.all([write(0, 8, null), write(0, 8, null)]);
  expect(one.archived).toEqual(two.archived);
  expect(openArchive(join(directory, 'archive')).list()).toHaveLength(8);
});
