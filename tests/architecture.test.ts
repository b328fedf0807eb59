import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
        };
      };
    };
  };
}

/** What the linter refuses in each room: globs of import specifiers. */
const forbidden = new Map(
  (JSON.parse(text('biome.json')) as { overrides: Override[] }).overrides.flatMap((override) => {
    const rule = override.linter.rules.style?.noRestrictedImports;
    const room = /^src\/(.+)\/\*\*$/.exec(override.includes[0] ?? '')?.[1];
    return rule === undefined || room === undefined ? [] : [[room, rule.options.patterns[0]?.group ?? []]];
  }),
);
const rooms = [...forbidden.keys()];

/** What the table of docs/architecture.md allows each room. */
const documented = new Map(
  [...text('docs/architecture.md').matchAll(/^\| `src\/([a-z/]+)` \|[^|]*\|([^|]*)\|$/gm)].map(
    ([, room = '', list = '']) => [room, [...list.matchAll(/`([a-z/]+)`/g)].map(([, name = '']) => name)],
  ),
);

/** Rooms that a room's rule leaves open. */
function allowed(room: string): string[] {
  const group = forbidden.get(room) ?? [];
  return rooms.filter((other) => {
    if (other === room) return false;
    if (other === 'report/schema' && group.includes('!**/report/schema/**')) return true;
    const up = other === 'report' && group.includes('../*.ts');
    const parent = other === 'report/schema' && group.includes('**/report/**');
    return !up && !parent && !group.includes(`**/${other}/**`);
  });
}

test('every room has a rule and a line in the table, and both say the same', () => {
  expect([...documented.keys()].sort()).toEqual([...rooms].sort());
  for (const room of rooms) expect([room, allowed(room).sort()]).toEqual([room, documented.get(room)]);
});

test('the arrows between rooms have no circle', () => {
  const open = new Set(rooms);
  for (let size = -1; size !== open.size; ) {
    size = open.size;
    for (const room of open) if (allowed(room).every((other) => !open.has(other))) open.delete(room);
  }
  expect([...open]).toEqual([]);
});

test('the picture of the README is that of the architecture page', () => {
  const picture = (page: string): string =>
    /```\n(logs, reference[\s\S]*?)```/.exec(page)?.[1] ?? 'no picture';
  expect(picture(text('README.md'))).toBe(picture(text('docs/architecture.md')));
});

describe('npm run lint fails', () => {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  /** Lints a directory of files that lies in a room for the moment. */
  function lint(room: string, files: Readonly<Record<string, string>>): string {
    const directory = mkdtempSync(join(root, 'src', room, 'planted-'));
    try {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
      const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', directory], {
        cwd: root,
      });
      return `${status} ${stdout}${stderr}`;
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  test('where a room imports one that it may not, be it a type', () => {
    const url = "import type { SiteAddress } from '../../site/url.ts';\nexport type A = SiteAddress;\n";
    expect(lint('stats', { 'a.ts': url })).toMatch(/^1 [\s\S]*noRestrictedImports/);
    expect(lint('site', { 'a.ts': url.replace('../../site/', '../') })).toMatch(/^0 /);
  });

  test('where files import each other in a circle, be it types', () => {
    const files = {
      'a.ts': "import type { B } from './b.ts';\nexport type A = B | 1;\n",
      'b.ts': "import type { A } from './a.ts';\nexport type B = A | 2;\n",
    };
    expect(lint('stats', files)).toMatch(/^1 [\s\S]*noImportCycles/);
  });
});

/** Reading a pipe waits without end and a device has none, so whole files are read in one place, which looks first. */
test('only src/regular-file.ts reads whole files that a setting may name', () => {
  const found = globSync('src/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.test.ts') }).filter(
    (path) => /\bread(File|FileSync)\b[^;]*\} from 'node:fs/.test(text(path)),
  );
  expect(found.sort()).toEqual([
    // Packages of the project, and the site that the build itself wrote.
    'src/model/benchmark.ts',
    'src/outputs/single-file.ts',
    'src/pipeline/container/precompress.ts',
    'src/pipeline/container/site-image.ts',
    'src/pipeline/site-marker.ts',
    'src/pipeline/software.ts',
    'src/regular-file.ts',
    'src/site/check/check-site.ts',
  ]);
});
