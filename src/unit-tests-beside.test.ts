import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('.', import.meta.url));

/** Where every source that computes something has a test file of its own beside it. */
const ROOMS = ['stats', 'alerts', 'figures'];

/** A figure, an alert or a trigger: the test of the room's registry goes through all of them. */
const isDefinition = (path: string, text: string): boolean =>
  /^alerts\/(?:definitions|triggers)\//.test(path) || /\b(?:define|inference)Figure\(/.test(text);

/** Parts of a registry or of a verdict, which its test goes through; a source that gets a test of its own leaves this list. */
const TESTED_BY: Readonly<Record<string, string>> = {
  'figures/define.ts': 'figures/registry.test.ts',
  'figures/inference-time.ts': 'figures/registry.test.ts',
  'figures/report-figures.ts': 'figures/registry.test.ts',
  'figures/units.ts': 'figures/registry.test.ts',
  'alerts/alert-definition.ts': 'alerts/registry.test.ts',
  'alerts/trigger-definition.ts': 'alerts/retraining.test.ts',
  'alerts/alert-policy.ts': 'alerts/registry.test.ts',
  'alerts/coverage.ts': 'alerts/verdict.test.ts',
  'alerts/input-reasons.ts': 'alerts/verdict.test.ts',
  'alerts/judgement.ts': 'alerts/verdict.test.ts',
  'alerts/sliding.ts': 'alerts/registry.test.ts',
  'alerts/trained-at-words.ts': 'alerts/retraining.test.ts',
};

/** Whether a source holds a function; constants and types alone have nothing to test. */
function computes(text: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest));
}

function untested(room: string): string[] {
  return globSync(`${room}/**/*.ts`, { cwd: SRC })
    .filter((path) => !path.endsWith('.test.ts'))
    .filter((path) => {
      const text = readFileSync(`${SRC}${path}`, 'utf8');
      const inRegistry = isDefinition(path, text) && existsSync(`${SRC}${room}/registry.test.ts`);
      return computes(text) && !inRegistry;
    })
    .filter((path) => !existsSync(`${SRC}${TESTED_BY[path] ?? besideOf(path)}`))
    .toSorted();
}

const besideOf = (path: string): string => path.replace(/\.ts$/, '.test.ts');

test.each(ROOMS)('every source of src/%s that computes something has its test beside it', (room) => {
  expect(untested(room)).toEqual([]);
});

test('no source is excused that has its own test, and none of src/stats', () => {
  expect(Object.keys(TESTED_BY).filter((path) => existsSync(`${SRC}${besideOf(path)}`))).toEqual([]);
  expect(Object.keys(TESTED_BY).filter((path) => path.startsWith('stats/'))).toEqual([]);
});

test('every test of src/stats stands beside a source', () => {
  const tests = globSync('stats/**/*.test.ts', { cwd: SRC });
  expect(tests.length).toBeGreaterThan(70);
  expect(tests.filter((path) => !existsSync(`${SRC}${path.replace('.test.ts', '.ts')}`))).toEqual([]);
});

describe('computes', () => {
  test.each([
    ['export const A = 1;\nexport type F = (x: number) => string;\ninterface G { f(): void }', false],
    ['export const f = (x: number): number => x + 1;', true],
    ['export function f(): void {}', true],
    ['export class C { m(): number { return 1; } }', true],
    ['declare function f(): void;', false],
  ])('%j: %s', (text, expected) => expect(computes(text)).toBe(expected));
});
