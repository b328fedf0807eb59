import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('.', import.meta.url));

/** Where every source that computes something has a test file of its own beside it. */
const ROOMS = ['stats', 'alerts', 'figures'];

/** Sources whose tests stand in another file of their folder: `api-down` is a part of the alerts section. */
const TESTED_BY: Readonly<Record<string, string>> = {
  'alerts/api-down.ts': 'alerts/alerts-section.test.ts',
  'alerts/windowed-alert.ts': 'alerts/alerts-section.test.ts',
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
    .filter((path) => computes(readFileSync(`${SRC}${path}`, 'utf8')))
    .filter((path) => !existsSync(`${SRC}${TESTED_BY[path] ?? path.replace(/\.ts$/, '.test.ts')}`))
    .toSorted();
}

test.each(ROOMS)('every source of src/%s that computes something has its test beside it', (room) => {
  expect(untested(room)).toEqual([]);
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
