import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAcknowledged, recordAcknowledged } from './acknowledged.ts';

test('an incident is acknowledged until it is asked for and is not', () => {
  const directory = mkdtempSync(join(tmpdir(), 'acknowledged-'));
  const read = (): string[] => [...readAcknowledged(directory)].sort();
  expect(read()).toEqual([]);
  recordAcknowledged(directory, ['a.1', 'b.1', 'c.1'], new Set(['a.1', 'b.1', 'x.1']));
  expect(read()).toEqual(['a.1', 'b.1']);
  recordAcknowledged(directory, ['b.1'], new Set());
  expect(read()).toEqual(['a.1']);
  // The file stays, so that it is not taken over again from a machine that has the older one.
  expect(readdirSync(join(directory, 'sent/acknowledged')).sort()).toEqual(['a.1.json', 'b.1.json']);
  writeFileSync(join(directory, 'sent/acknowledged/a.1.json'), '{"acknow');
  expect(read()).toEqual([]);
  rmSync(directory, { recursive: true });
});
