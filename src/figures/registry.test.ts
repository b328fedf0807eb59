import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { allFigures, builtIn, FIGURE_POLICIES, labelOf } from './registry.ts';
import { UNITS } from './units.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Product sources, without tests and their helpers. */
const SOURCES = ['src', 'pages', 'scripts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|astro)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') })),
);

describe.each(allFigures({}).map((figure) => [figure.id, figure] as const))('%s', (_, figure) => {
  test('its label stands in one source file', () => {
    const files = SOURCES.filter(({ text }) => text.includes(figure.label)).map(({ path }) => path);
    expect(files).toEqual([expect.stringMatching(/^src\/figures\//)]);
  });

  test('it is read from every report, whatever that lacks, and can be put into words', () => {
    for (const report of [
      fixtureReport(),
      fixtureReport({ rows: 0, requests: false, reference: false }),
      fixtureReport({ shift: 1, scoreShift: 0.3, slow: true, errors: 0.3, red: true }),
    ]) {
      const read = report.figures[figure.id];
      if (read === undefined) throw new Error(`no ${figure.id}`);
      if (read.value === null) expect(read).toMatchObject({ status: 'unknown', reason: expect.any(String) });
      if (read.status === 'yellow') expect(read.action).not.toBeNull();
      const reason = figure.reason(read, report);
      const words = [
        figure.value(read, report),
        figure.range(read, report),
        figure.shortRange(read, report),
        figure.basis(read, report),
        typeof reason === 'string' ? reason : `${reason.lead} ${reason.part}`,
      ];
      for (const text of words) expect(text ?? 'none').toMatch(/^(?!.*(NaN|undefined|null|Infinity)).+$/);
      expect(figure.format(null, {})).toBe(UNITS[figure.unit].format(null));
    }
  });
});

test('ids, columns and metrics are told apart', () => {
  const figures = allFigures({});
  const distinct = (names: readonly string[]): number => new Set(names).size;
  expect(distinct(figures.map(({ id }) => id))).toBe(figures.length);
  expect(distinct(figures.map(({ csv }) => csv))).toBe(figures.length);
  expect(distinct(figures.map(({ metric }) => JSON.stringify([metric.name, metric.labels])))).toBe(
    figures.length,
  );
  for (const { id, csv, metric } of figures) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(`${csv} ${metric.name}`).toMatch(/^[a-z0-9_]+ [a-z0-9_]+$/);
    expect(metric.help).toMatch(/\.$/);
  }
});

test('the policy has the fragment of every figure that has one, and no other', () => {
  const withPolicy = allFigures({}).filter(({ policy }) => policy !== null);
  expect(Object.keys(FIGURE_POLICIES).sort()).toEqual(withPolicy.map(({ id }) => id).sort());
});

test('a figure that is not in the registry has no definition', () => {
  expect(labelOf('traffic')).toBe(builtIn('traffic').label);
  expect(() => builtIn('no-such-figure' as 'traffic')).toThrow('no-such-figure');
});

test('figures import nothing but the shape of a report, wording and zod', () => {
  const files = SOURCES.filter(({ path }) => path.startsWith('src/figures/'));
  const imports = files.flatMap(({ text }) => [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  const foreign = imports.filter(
    (from) => !/^(zod|\.\/[\w-]+\.ts|\.\.\/(report\/schema|wording)\/[\w-]+\.ts)$/.test(from ?? ''),
  );
  expect(foreign).toEqual([]);
});
