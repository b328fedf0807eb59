import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { rounds } from '../support/effort.ts';
import { fixtureReport } from '../support/fixtures/report.ts';

const RUNS = 12;
const base = fixtureReport({ rows: 40 });
const reportOf = (number: number) => {
  const time = new Date(Date.UTC(2026, 0, 1 + number, 12)).toISOString();
  return { ...base, id: time.slice(0, 10), generatedAt: time };
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spoiled-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('whatever is done to files: nothing is thrown, changed or deleted, the others stay, every id stays known', () => {
  const whole = join(directory, 'whole');
  for (let i = 0; i < RUNS; i++) openArchive(whole).save(reportOf(i), { inputsHash: String(i) });
  const ids = openArchive(whole).list();
  const spoil = fc.oneof(
    fc.record({ kind: fc.constant('truncate' as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
    fc.record({ kind: fc.constant('flip' as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
    fc.record({ kind: fc.constant('garbage' as const), bytes: fc.uint8Array({ maxLength: 300 }) }),
    fc.record({ kind: fc.constant('json' as const), value: fc.json() }),
    fc.record({ kind: fc.constant('remove' as const) }),
  );
  let run = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(RUNS - 1), spoil), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      (damages, withoutIndex) => {
        const copy = join(directory, `copy-${run++}`);
        cpSync(whole, copy, { recursive: true });
        const touched = new Set<string>();
        for (const [number, damage] of damages) {
          const id = ids[number] ?? '';
          const path = join(copy, 'reports', `${id}.json`);
          touched.add(id);
          if (damage.kind === 'remove') rmSync(path, { force: true });
          else if (damage.kind === 'garbage') writeFileSync(path, damage.bytes);
          else if (damage.kind === 'json') writeFileSync(path, damage.value);
          else if (statSync(path, { throwIfNoEntry: false }) !== undefined) {
            const content = readFileSync(path);
            const at = Math.floor(content.length * damage.at);
            if (damage.kind === 'truncate') truncateSync(path, at);
            else if (content.length > 0) {
              content[at] = (content[at] ?? 0) ^ 0x15;
              writeFileSync(path, content);
            }
          }
        }
        if (withoutIndex) rmSync(join(copy, 'index.json'));
        const before = contents(copy);
        const archive = openArchive(copy);
        for (const id of ids) {
          if (!touched.has(id)) expect(archive.read(id)).toEqual(openArchive(whole).read(id));
        }
        for (const id of archive.list()) expect(archive.read(id).id).toBe(id);
        // With the index every report is known; without it, those whose file exists.
        const known = new Set([...archive.list(), ...archive.damaged().map((one) => one.id)]);
        for (const id of ids) if (!withoutIndex || before.has(`${id}.json`)) expect(known).toContain(id);
        if (!withoutIndex) {
          for (const one of archive.damaged()) expect(one.summary?.id).toBe(one.id);
        }
        archive.save(reportOf(50), { inputsHash: 'new' });
        const after = contents(copy);
        after.delete(`${reportOf(50).id}.json`);
        expect(after).toEqual(before);
        rmSync(copy, { recursive: true });
      },
    ),
    { numRuns: rounds(40, 150), seed: 7 },
  );
});

const contents = (archive: string): Map<string, string> =>
  new Map(
    readdirSync(join(archive, 'reports')).map((name) => [
      name,
      readFileSync(join(archive, 'reports', name), 'base64'),
    ]),
  );

describe('a disk that is full', () => {
  const mounted = mountTmpfs();
  test.skipIf(mounted === null)(
    `a tmpfs of one megabyte${mounted === null ? ' (skipped: this user may not mount)' : ''}`,
    () => {
      const disk = mounted ?? '';
      try {
        const archive = openArchive(disk);
        let saved = 0;
        const fill = (): void => {
          for (; saved < 200; saved++) archive.save(reportOf(saved), { inputsHash: 'x' });
        };
        expect(fill).toThrowError(expect.objectContaining({ code: 'archive-unwritable', exitCode: 2 }));
        expect(saved).toBeGreaterThan(3);
        const full = openArchive(disk);
        expect(full.list()).toHaveLength(saved);
        for (const id of full.list()) expect(full.read(id).id).toBe(id);
        expect(full.notes()).toEqual([]);
        expect(readdirSync(join(disk, 'reports')).filter((name) => name.startsWith('.'))).toEqual([]);
        execFileSync('mount', ['-o', 'remount,size=4m', disk]);
        expect(openArchive(disk).save(reportOf(saved), { inputsHash: 'x' })).toBe(reportOf(saved).id);
        expect(openArchive(disk).list()).toHaveLength(saved + 1);
      } finally {
        execFileSync('umount', [disk]);
        rmSync(disk, { recursive: true });
      }
    },
  );

  test('a file size limit that ends the writer in the middle of a file', () => {
    const writer = fileURLToPath(new URL('../support/report-writer.ts', import.meta.url));
    const run = (limitKb: string) =>
      spawnSync(
        'bash',
        ['-c', `ulimit -f ${limitKb}; exec "$0" "$@"`, process.execPath, writer, directory, '0', '1', 'x'],
        {
          encoding: 'utf8',
        },
      );
    // The index and the report are larger than four blocks of a kilobyte.
    expect(run('4').stdout).not.toContain('archived');
    expect(openArchive(join(directory, 'archive')).list()).toEqual([]);
    expect(openArchive(join(directory, 'archive')).notes()).toEqual([]);
    expect(run('unlimited').stdout).toContain('archived 2025-01-01');
    expect(openArchive(join(directory, 'archive')).list()).toEqual(['2025-01-01']);
  });
});

test('a directory that may not be written is an error, and what is in it stays', () => {
  openArchive(directory).save(reportOf(0), { inputsHash: 'x' });
  rmSync(join(directory, 'sent'), { recursive: true, force: true });
  const blocked = join(directory, 'blocked');
  writeFileSync(blocked, '');
  expect(() => openArchive(join(blocked, 'archive'))).toThrowError(
    expect.objectContaining({ code: 'archive-unreadable' }),
  );
  expect(openArchive(directory).list()).toEqual([reportOf(0).id]);
});

function mountTmpfs(): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'tmpfs-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  if (status === 0) return disk;
  rmSync(disk, { recursive: true });
  return null;
}
