import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { originPath, readReferenceOrigin } from './reference-origin.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'origin-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('lies beside the reference, whatever its compression', () => {
  expect(originPath('/a/leads.csv')).toBe('/a/leads.origin.json');
  expect(originPath('/a/leads.csv.gz')).toBe('/a/leads.origin.json');
});

test('says who scored the reference; none is no error, an unreadable one is', () => {
  const reference = join(directory, 'leads.csv');
  expect(readReferenceOrigin(reference)).toBeNull();
  writeFileSync(originPath(reference), '{"scores": "crossValidated", "modelVersion": "0.4.0"}');
  expect(readReferenceOrigin(reference)).toEqual({ scores: 'crossValidated', modelVersion: '0.4.0' });
  writeFileSync(originPath(reference), '{"scores": "excellent"}');
  expect(() => readReferenceOrigin(reference)).toThrow(/leads\.origin\.json: expected/);
});
