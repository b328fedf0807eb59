import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openArchive } from './archive.ts';
import { sha256 } from './archived-file.ts';
import { migrateReport } from './migrate.ts';
import { summaryFrom1 } from './migrate-from-1.ts';

const frozen = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../tests/frozen/${name}`, import.meta.url)), 'utf8');
const written = JSON.parse(frozen('pruned/tombstone-v1.json')).summary;

test.each([
  [{ schemaVersion: 1 }],
  [{ schemaVersion: 1, health: null, scores: [], drift: 'x', outcomes: { actualRate: 3 } }],
])('a report of schema 1 that lacks its sections is refused with a reason: %j', (value) => {
  expect(migrateReport(value)).toMatchObject({ ok: false, reason: expect.stringContaining('not a valid') });
});

test('every figure of a summary of schema 1 has its id, and no field is left over or lost', () => {
  const { figures, ...rest } = summaryFrom1(written) as {
    readonly figures: Readonly<Record<string, number | null>>;
  };
  const numbers = Object.values(written).filter((value) => typeof value === 'number');
  expect(Object.values(figures)).toEqual(numbers);
  expect(Object.keys(rest)).toEqual(
    Object.keys(written).filter((key) => typeof written[key] !== 'number' && key !== 'driftStatus'),
  );
  const present = { figures: {} };
  expect(summaryFrom1(present)).toBe(present);
});

test('a report that was lost before the upgrade keeps the figures that the index of schema 1 remembers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'upgrade-'));
  try {
    mkdirSync(join(directory, 'reports'));
    writeFileSync(join(directory, 'reports', `${written.id}.json`), '{"schemaVersion":1,"id":');
    const entry = { sha256: 'a'.repeat(64), inputsHash: null, current: true, summary: written };
    const index = { fingerprint: 'that of schema 1', runs: { [written.id]: entry } };
    writeFileSync(join(directory, 'index.json'), JSON.stringify(index));
    const [damaged] = openArchive(directory).damaged();
    expect(damaged).toMatchObject({
      id: written.id,
      reason: 'not JSON, or cut short',
      summary: { headline: written.headline, figures: { 'success-rate': written.successRate } },
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('no report is trusted by an index of schema 1, whatever that says of its bytes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'upgrade-'));
  try {
    mkdirSync(join(directory, 'reports'));
    const text = frozen('report-v1.json');
    writeFileSync(join(directory, 'reports', `${written.id}.json`), text);
    const entry = { sha256: sha256(text), inputsHash: null, current: true, summary: written };
    const index = { fingerprint: 'that of schema 1', runs: { [written.id]: entry } };
    writeFileSync(join(directory, 'index.json'), JSON.stringify(index));
    const archive = openArchive(directory);
    expect(archive.read(written.id)).toMatchObject({ schemaVersion: 2 });
    expect(archive.summaries()[0]?.figures).toMatchObject({ traffic: written.last24h });
  } finally {
    rmSync(directory, { recursive: true });
  }
});
