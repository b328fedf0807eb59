import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { openArchive } from './archive.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (id: string, options: Parameters<typeof fixtureReport>[0] = {}) =>
  fixtureReport({ id, end: `${id.slice(0, 10)}T12:00:00.000Z`, rows: 60, ...options });
const A = { inputsHash: 'a'.repeat(64) };
const B = { inputsHash: 'b'.repeat(64) };
const path = (name: string) => join(directory, 'reports', name);

test('a directory that is not there is a first run', () => {
  const archive = openArchive(join(directory, 'nothing'));
  expect(archive.list()).toEqual([]);
  expect(archive.notes()).toEqual([]);
  expect(existsSync(join(directory, 'nothing'))).toBe(false);
});

test('what was saved is read back, newest first', () => {
  const archive = openArchive(directory);
  const [first, second] = [run('2026-02-19'), run('2026-02-20')];
  expect(archive.save(second, A)).toBe('2026-02-20');
  expect(archive.save(first, A)).toBe('2026-02-19');
  const again = openArchive(directory);
  expect(again.list()).toEqual(['2026-02-20', '2026-02-19']);
  expect(again.read('2026-02-20')).toEqual(second);
  expect(again.summaries()[1]).toMatchObject({ id: '2026-02-19', generatedAt: first.generatedAt });
});

test('a report’s file reads like the published report, with what it was made from at its end', () => {
  openArchive(directory).save(run('2026-02-20'), A);
  const file = JSON.parse(readFileSync(path('2026-02-20.json'), 'utf8'));
  expect(file.verdict).toEqual(run('2026-02-20').verdict);
  expect(Object.keys(file).at(-1)).toBe('archive');
  expect(file.archive).toEqual(A);
});

test('the same inputs replace themselves, others get the next number', () => {
  const archive = openArchive(directory);
  archive.save(run('2026-02-20', { seed: 1 }), A);
  expect(archive.save(run('2026-02-20', { seed: 2 }), A)).toBe('2026-02-20');
  expect(archive.save(run('2026-02-20', { seed: 3 }), B)).toBe('2026-02-20-2');
  expect(openArchive(directory).save(run('2026-02-20', { seed: 4 }), B)).toBe('2026-02-20-2');
  expect(openArchive(directory).save(run('2026-02-20'), { inputsHash: 'c' })).toBe('2026-02-20-3');
  const after = openArchive(directory);
  expect(after.list()).toEqual(['2026-02-20-3', '2026-02-20-2', '2026-02-20']);
  expect(after.read('2026-02-20-2').id).toBe('2026-02-20-2');
  expect(after.read('2026-02-20').drift.features).toEqual(run('2026-02-20', { seed: 2 }).drift.features);
});

describe('a provisional report', () => {
  const P = (hash: string) => ({ inputsHash: hash, provisional: true });
  const at = (time: string, seed: number, id = '2026-02-20') =>
    fixtureReport({ id, end: time, rows: 60, seed });
  const NOON = Date.parse('2026-02-20T12:00:00Z');

  test('is replaced by the later ones of its day, and final when that is over', () => {
    for (const hour of [1, 2, 3]) {
      const archive = openArchive(directory);
      const report = at(`2026-02-20T0${hour}:00:00.000Z`, hour);
      expect(archive.save(report, P(String(hour)))).toBe('2026-02-20');
      expect(archive.isFinal('2026-02-20', NOON)).toBe(false);
    }
    const archive = openArchive(directory);
    expect(archive.list()).toEqual(['2026-02-20']);
    expect(archive.read('2026-02-20').generatedAt).toMatch(/^2026-02-20T03:/);
    expect(archive.isFinal('2026-02-20', Date.parse('2026-02-21T00:00:00Z'))).toBe(true);
    const next = at('2026-02-21T01:00:00.000Z', 4);
    expect(archive.save(next, P('4'))).toBe('2026-02-20-2');
  });

  test('takes no place of a final one, nor does a final one take its', () => {
    const archive = openArchive(directory);
    archive.save(at('2026-02-20T01:00:00.000Z', 1), A);
    expect(archive.save(at('2026-02-20T02:00:00.000Z', 2), P('2'))).toBe('2026-02-20-2');
    expect(archive.save(at('2026-02-20T03:00:00.000Z', 3), P('3'))).toBe('2026-02-20-2');
    expect(archive.save(at('2026-02-20T04:00:00.000Z', 4), B)).toBe('2026-02-20-3');
    expect(archive.list()).toHaveLength(3);
    expect(['2026-02-20', '2026-02-20-2', '2026-02-20-3'].map((id) => archive.isFinal(id, NOON))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('from the same inputs as a final one leaves that final', () => {
    const archive = openArchive(directory);
    archive.save(at('2026-02-20T01:00:00.000Z', 1), A);
    expect(archive.save(at('2026-02-20T02:00:00.000Z', 1), { ...A, provisional: true })).toBe('2026-02-20');
    expect(openArchive(directory).isFinal('2026-02-20', NOON)).toBe(true);
    expect(archive.save(at('2026-02-20T03:00:00.000Z', 2), P('x'))).toBe('2026-02-20-2');
  });

  test('stays so without the index', () => {
    openArchive(directory).save(at('2026-02-20T01:00:00.000Z', 1), P('1'));
    rmSync(join(directory, 'index.json'));
    expect(openArchive(directory).isFinal('2026-02-20', NOON)).toBe(false);
  });
});

test('a number never makes an id longer than an address may be', () => {
  const archive = openArchive(directory);
  const id = 'x'.repeat(64);
  archive.save(fixtureReport({ id, rows: 60 }), A);
  expect(archive.save(fixtureReport({ id, rows: 60 }), B)).toBe(`${'x'.repeat(62)}-2`);
});

test('simulated reports are refused', () => {
  expect(() => openArchive(directory).save(run('2026-02-20', { simulated: true }), A)).toThrow('simulated');
  expect(existsSync(path('2026-02-20.json'))).toBe(false);
});

test.each([
  ['empty', '', 'empty'],
  ['cut short', '{"schemaVersion":1,"id":"2026-02-19","verd', 'cut short'],
  ['foreign', '{"hello":"world"}', 'no schemaVersion'],
  ['a list', '[1,2]', 'expected a JSON object'],
  ['newer', '{"schemaVersion":99,"id":"2026-02-19"}', 'newer version'],
  ['incomplete', '{"schemaVersion":1,"id":"2026-02-19"}', 'not a valid report'],
])('a file that is %s is named, skipped and kept', (_, content, reason) => {
  openArchive(directory).save(run('2026-02-20'), A);
  writeFileSync(path('2026-02-19.json'), content);
  const archive = openArchive(directory);
  expect(archive.list()).toEqual(['2026-02-20']);
  expect(archive.notes()).toEqual([expect.stringContaining('reports/2026-02-19.json')]);
  expect(archive.notes()[0]).toContain(reason);
  expect(archive.save(run('2026-02-19'), A)).toBe('2026-02-19-2');
  expect(readFileSync(path('2026-02-19.json'), 'utf8')).toBe(content);
});

test('a copy under another name, a simulated report and a stray file are skipped and kept', () => {
  openArchive(directory).save(run('2026-02-20'), A);
  writeFileSync(path('copy.json'), readFileSync(path('2026-02-20.json')));
  writeFileSync(path('2026-02-18.json'), JSON.stringify(run('2026-02-18', { simulated: true })));
  writeFileSync(path('README.md'), 'hello');
  mkdirSync(path('2026-02-17.json'));
  const archive = openArchive(directory);
  expect(archive.list()).toEqual(['2026-02-20']);
  expect(archive.notes()).toEqual([
    'reports/2026-02-17.json: cannot be read (EISDIR); skipped and kept',
    'reports/2026-02-18.json: holds simulated data, which is never archived; skipped and kept',
    "reports/README.md: not a report's name (<id>.json); skipped and kept",
    'reports/copy.json: holds report "2026-02-20", not "copy"; skipped and kept',
  ]);
});

test.each(['index.json', 'index.html', 'index.html.gz', 'index.json.br'])(
  'a report that has the name of a file of the site, %s, is skipped and kept, and has no page',
  (id) => {
    openArchive(directory).save(run('2026-02-20'), A);
    const index = readFileSync(join(directory, 'index.json'), 'utf8');
    writeFileSync(path(`${id}.json`), JSON.stringify({ ...run('2026-02-20'), id }));
    writeFileSync(join(directory, 'index.json'), index.replaceAll('"2026-02-20"', JSON.stringify(id)));
    const archive = openArchive(directory);
    expect(archive.list()).toEqual(['2026-02-20']);
    expect(archive.damaged()).toEqual([]);
    expect(archive.notes()).toEqual([
      `reports/${id}.json: not a report's name (<id>.json); skipped and kept`,
    ]);
    expect(existsSync(path(`${id}.json`))).toBe(true);
  },
);

test('a report whose file goes after the archive was opened is no such report', () => {
  const archive = openArchive(directory);
  archive.save(run('2026-02-19'), A);
  archive.save(run('2026-02-20'), A);
  const opened = openArchive(directory);
  rmSync(path('2026-02-19.json'));
  writeFileSync(path('2026-02-20.json'), '{"torn');
  for (const id of ['2026-02-19', '2026-02-20']) {
    expect(() => opened.read(id)).toThrowError(expect.objectContaining({ code: 'no-such-report' }));
  }
});

test('the headline figures of a report whose file was damaged later are not lost', () => {
  const archive = openArchive(directory);
  archive.save(run('2026-02-19'), A);
  archive.save(run('2026-02-20'), A);
  writeFileSync(path('2026-02-19.json'), '{"torn');
  const torn = openArchive(directory);
  expect(torn.damaged()).toEqual([
    { id: '2026-02-19', reason: 'not JSON, or cut short', summary: archive.summaries()[1] },
  ]);
  torn.save(run('2026-02-21'), A);
  rmSync(path('2026-02-19.json'));
  const gone = openArchive(directory);
  expect(gone.damaged()).toMatchObject([{ id: '2026-02-19', summary: { id: '2026-02-19' } }]);
  expect(gone.list()).toEqual(['2026-02-21', '2026-02-20']);
});

test.each([
  ['is missing', (index: string) => rmSync(index)],
  ['is torn', (index: string) => writeFileSync(index, '{"fingerprint":"x","nig')],
  ['is of another version', (index: string) => writeFileSync(index, '{"fingerprint":"x","reports":{}}')],
  [
    'lies about a file',
    (index: string) =>
      writeFileSync(index, readFileSync(index, 'utf8').replace(/"sha256":"[^"]*"/, '"sha256":"0"')),
  ],
])('an index that %s is made anew', (_, spoil) => {
  openArchive(directory).save(run('2026-02-20'), A);
  const before = openArchive(directory).summaries();
  const index = join(directory, 'index.json');
  const whole = readFileSync(index, 'utf8');
  spoil(index);
  const archive = openArchive(directory);
  expect(archive.summaries()).toEqual(before);
  archive.save(run('2026-02-20'), A);
  expect(readFileSync(index, 'utf8')).toBe(whole);
});

test('pruning leaves the headline figures, and only when it was asked for', () => {
  const archive = openArchive(directory);
  const ids = ['2026-01-05', '2026-01-20', '2026-02-18', '2026-02-19', '2026-02-20'];
  for (const id of ids) archive.save(run(id), A);
  archive.saveObservations('2026-02-18', { recordedAt: 'x' });
  const before = archive.summaries();
  const retention = { keepDaily: 2, keepWeekly: 1, keepMonthly: 'all' } as const;
  expect(archive.prune(retention, '2026-02-21T00:00:00.000Z', { dryRun: true })).toEqual([
    '2026-02-18',
    '2026-01-05',
  ]);
  expect(openArchive(directory).list()).toHaveLength(5);
  expect(archive.prune(retention, '2026-02-21T00:00:00.000Z')).toEqual(['2026-02-18', '2026-01-05']);
  const after = openArchive(directory);
  expect(after.list()).toEqual(['2026-02-20', '2026-02-19', '2026-01-20']);
  expect(after.pruned()).toEqual([
    { prunedAt: '2026-02-21T00:00:00.000Z', summary: before[2] },
    { prunedAt: '2026-02-21T00:00:00.000Z', summary: before[4] },
  ]);
  expect(after.observations('2026-02-18')).toBeNull();
  expect(after.damaged()).toEqual([]);
});

test('a report of a wrong clock takes nobody’s place when others are pruned, and stays', () => {
  const archive = openArchive(directory);
  for (const id of ['2026-02-18', '2026-02-19', '2036-02-20']) archive.save(run(id), A);
  const retention = { keepDaily: 1, keepWeekly: 0, keepMonthly: 0 } as const;
  expect(archive.prune(retention, '2026-02-20T00:00:00.000Z')).toEqual(['2026-02-18']);
  expect(openArchive(directory).list()).toEqual(['2036-02-20', '2026-02-19']);
});

test('a pruned id stays taken, except for the same inputs, which bring the report back', () => {
  const archive = openArchive(directory);
  archive.save(run('2026-01-05'), A);
  archive.save(run('2026-02-20'), A);
  archive.prune({ keepDaily: 1, keepWeekly: 1, keepMonthly: 1 }, '2026-02-21T00:00:00.000Z');
  expect(openArchive(directory).save(run('2026-01-05'), B)).toBe('2026-01-05-2');
  expect(openArchive(directory).save(run('2026-01-05'), A)).toBe('2026-01-05');
  const after = openArchive(directory);
  expect(after.pruned()).toEqual([]);
  expect(after.list()).toEqual(['2026-02-20', '2026-01-05-2', '2026-01-05']);
});

test('a pruning that was killed after the first step has lost nothing', () => {
  const archive = openArchive(directory);
  archive.save(run('2026-01-05'), A);
  archive.save(run('2026-02-20'), A);
  const copy = readFileSync(path('2026-01-05.json'));
  archive.prune({ keepDaily: 1, keepWeekly: 1, keepMonthly: 1 }, '2026-02-21T00:00:00.000Z');
  writeFileSync(path('2026-01-05.json'), copy);
  const after = openArchive(directory);
  expect(after.list()).toEqual(['2026-02-20', '2026-01-05']);
  expect(after.pruned()).toEqual([]);
});

test('what killed writers left is removed once it is a day old, and never shown', () => {
  openArchive(directory).save(run('2026-02-19'), A);
  writeFileSync(path('.new-left'), '{"half');
  writeFileSync(path('.new-old'), '{"half');
  const dayAndMore = Date.now() / 1000 - 90_000;
  utimesSync(path('.new-old'), dayAndMore, dayAndMore);
  const archive = openArchive(directory);
  expect(archive.notes()).toEqual([]);
  archive.save(run('2026-02-20'), A);
  expect(readdirSync(join(directory, 'reports')).sort()).toEqual([
    '.new-left',
    '2026-02-19.json',
    '2026-02-20.json',
  ]);
});

test('an id that is not there is an error for the user', () => {
  expect(() => openArchive(directory).read('2026-02-20')).toThrowError(
    expect.objectContaining({ code: 'no-such-report', exitCode: 3 }),
  );
});

test('an archive that is a file is a configuration error', () => {
  writeFileSync(join(directory, 'reports'), '');
  expect(() => openArchive(directory)).toThrowError(expect.objectContaining({ code: 'archive-unreadable' }));
});

test('an archive knows whether others have changed it since it was opened', () => {
  const empty = openArchive(directory);
  expect(empty.isUnchanged()).toBe(true);
  openArchive(directory).save(run('2026-02-18'), A);
  expect(empty.isUnchanged()).toBe(false);
  const change = (how: () => void): boolean => {
    // File systems tell times by the clock's ticks, of some milliseconds.
    utimesSync(join(directory, 'reports'), 1, 1);
    const before = openArchive(directory);
    how();
    return !before.isUnchanged();
  };
  expect(change(() => undefined)).toBe(false);
  expect(change(() => openArchive(directory).save(run('2026-02-19'), A))).toBe(true);
  expect(change(() => openArchive(directory).save(run('2026-02-19'), A))).toBe(true);
  const oldest = { keepDaily: 1, keepWeekly: 1, keepMonthly: 1 };
  expect(change(() => openArchive(directory).prune(oldest, '2026-02-20T00:00:00Z'))).toBe(true);
});
