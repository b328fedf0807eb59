import { expect, test } from 'vitest';
import { tableOfNumbers } from '../../../src/metrics/drift/numbers-in-strings.ts';
import { tableTotals } from '../../../src/stats/tables/joint-table.ts';
import { type ContractContext, DAY, NOW, REFERENCE, WEEK } from './fixture.ts';
import { countOf, jointNumbers, newestOfLeads, type OraclePrediction, within } from './oracle.ts';

const ODD_KEY = 'odd/~key "q" \'s\'';

const cells = (name: string) => REFERENCE.columns.find((column) => column.name === name)?.cells ?? [];
const valuesOf = (rows: readonly OraclePrediction[], key: string): unknown[] =>
  rows.map((row) => row.input[key]).filter((value) => value !== undefined && value !== null);
const isNumber = (value: unknown): value is number => typeof value === 'number';

export function featureContract({ store, fixture }: ContractContext): void {
  const rows = () => within(fixture().predictions, WEEK);

  test('profiles every column of both sides', async () => {
    const features = await store().features(WEEK);
    const names = [
      'A',
      'a',
      'amount',
      'deep',
      'flag',
      'gone',
      'lead',
      'level',
      ODD_KEY,
      'size',
      'tags',
      'title',
    ];
    expect(features.map((feature) => feature.name)).toEqual([...names].sort());
    const profile = (name: string) => features.find((feature) => feature.name === name);
    const amounts = valuesOf(rows(), 'amount');
    expect(profile('amount')?.production).toMatchObject({
      rows: rows().length,
      missing: rows().length - amounts.length,
      numbers: amounts.filter(isNumber).length,
      integers: amounts.filter(Number.isInteger).length,
      strings: amounts.filter((value) => value === '12').length,
      distinct: new Set(amounts).size,
      min: Math.min(...amounts.filter(isNumber)),
      max: Math.max(...amounts.filter(isNumber)),
    });
    expect(profile('amount')?.reference).toMatchObject({
      rows: 6,
      missing: 1,
      numbers: 5,
      integers: 4,
      max: 100,
    });
    expect(profile('flag')?.production).toMatchObject({ booleans: rows().length, strings: 0, distinct: 2 });
    expect(profile('tags')?.production).toMatchObject({ nested: valuesOf(rows(), 'tags').length });
    expect(profile('gone')).toMatchObject({ production: null, reference: { strings: 6, distinct: 2 } });
    expect(profile('nothing')).toBeUndefined();
    expect(profile('a')).toMatchObject({
      reference: null,
      production: { numbers: rows().length, distinct: 3 },
    });
    expect(profile('A')?.production).toMatchObject({ strings: rows().length, distinct: 2 });
  });

  test('joins numbers, and counts what is missing or of another type', async () => {
    const { table, leads: _, ...beside } = await store().numericTable('amount', WEEK);
    const amounts = valuesOf(rows(), 'amount');
    const expected = jointNumbers(cells('amount').filter(isNumber), amounts.filter(isNumber));
    expect([...table.values]).toEqual(expected.values);
    expect([...table.reference]).toEqual(expected.reference);
    expect([...table.production]).toEqual(expected.production);
    expect(beside).toEqual({
      missingReference: 1,
      missingProduction: rows().length - amounts.length,
      mismatchedReference: 0,
      mismatchedProduction: amounts.filter((value) => !isNumber(value)).length,
    });
    const odd = (await store().numericTable(ODD_KEY, WEEK)).table;
    expect([...odd.values]).toEqual([0, 0.1 + 0.2]);
    expect(Object.is(odd.values[0], 0)).toBe(true);
  });

  test('counts each lead once, by its newest prediction of the range', async () => {
    const all = rows();
    const newest = newestOfLeads(all);
    expect(newest.length).toBeLessThan(all.length / 2);
    const perLead = [...countOf(all.map((row) => row.input['lead'])).values()];
    expect(await store().leads(WEEK)).toEqual({ leads: newest.length, mostRows: Math.max(...perLead) });
    const day = { start: WEEK.start + DAY, end: WEEK.start + 2 * DAY };
    for (const range of [WEEK, day]) {
      const own = newestOfLeads(within(fixture().predictions, range));
      const { leads } = await store().numericTable('amount', range);
      const expected = jointNumbers(
        cells('amount').filter(isNumber),
        valuesOf(own, 'amount').filter(isNumber),
      );
      expect([...leads.values]).toEqual(expected.values);
      expect([...leads.reference]).toEqual(expected.reference);
      expect([...leads.production]).toEqual(expected.production);
      const sizes = (await store().categoricalTable('size', range)).leads;
      const production = countOf(valuesOf(own, 'size').map(String));
      expect([...sizes.production]).toEqual(sizes.categories.map((name) => production.get(name) ?? 0));
      expect(tableTotals(sizes).nProduction).toBe(own.length);
      const labels = countOf(own.map(({ label }) => label));
      for (const { label, leads: n } of await store().labels(range)) expect(n).toBe(labels.get(label) ?? 0);
      const versions = countOf(own.map(({ version }) => version ?? ''));
      for (const one of await store().versions(range)) expect(one.leads).toBe(versions.get(one.version) ?? 0);
    }
    const before = { start: NOW - 10 * DAY, end: WEEK.start };
    const scores = await store().scoreTable({ kind: 'range', range: before }, WEEK);
    const ofLeads = (some: readonly OraclePrediction[]) => countOf(newestOfLeads(some).map((r) => r.score));
    const [now, then] = [ofLeads(all), ofLeads(within(fixture().predictions, before))];
    expect([...scores.leads.production]).toEqual([...scores.leads.values].map((v) => now.get(v) ?? 0));
    expect([...scores.leads.reference]).toEqual([...scores.leads.values].map((v) => then.get(v) ?? 0));
    const texts = await store().texts('title', WEEK, 1_000);
    const titles = valuesOf(newest, 'title').map(String);
    expect([...texts.production].sort()).toEqual(titles.sort());
  });

  test('joins categories of any kind of value by their text', async () => {
    const expectTable = async (name: string, text: (value: unknown) => string) => {
      const { table } = await store().categoricalTable(name, WEEK);
      const production = countOf(valuesOf(rows(), name).map(text));
      const reference = countOf(
        cells(name)
          .filter((cell) => cell !== null)
          .map(String),
      );
      const categories = [...new Set([...production.keys(), ...reference.keys()])].sort();
      expect(table.categories).toEqual(categories);
      expect([...table.production]).toEqual(categories.map((c) => production.get(c) ?? 0));
      expect([...table.reference]).toEqual(categories.map((c) => reference.get(c) ?? 0));
    };
    await expectTable('size', String);
    await expectTable('flag', String);
    await expectTable('level', String);
    await expectTable('tags', (value) => JSON.stringify(value));
    await expectTable('gone', String);
    const gone = await store().categoricalTable('gone', WEEK);
    expect(gone.missingProduction).toBe(rows().length);
  });

  test('holds a number and the string that writes it as one category, so that both can be read as numbers', async () => {
    const asLogged = valuesOf(rows(), 'amount');
    const read = tableOfNumbers(await store().categoricalTable('amount', WEEK), 'numeric');
    const expected = jointNumbers(cells('amount').filter(isNumber), asLogged.map(Number).filter(isNumber));
    expect(asLogged).toContain('12');
    expect(read.table.kind === 'numeric' ? [...read.table.values] : []).toEqual(expected.values);
    expect([...read.table.production]).toEqual(expected.production);
    expect([read.mismatchedReference, read.mismatchedProduction]).toEqual([0, 0]);
  });

  test('cuts tables into chunks that add up to the whole', async () => {
    for (const kind of ['numeric', 'categorical'] as const) {
      const chunks = await store().chunkTables('amount', kind, WEEK, DAY);
      expect(chunks.map((chunk) => chunk.start)).toEqual(
        [...new Set(rows().map((row) => Math.floor(row.time / DAY) * DAY))].sort((a, b) => a - b),
      );
      const whole =
        kind === 'numeric'
          ? await store().numericTable('amount', WEEK)
          : await store().categoricalTable('amount', WEEK);
      const sum = chunks.reduce((n, chunk) => n + tableTotals(chunk.feature.table).nProduction, 0);
      expect(sum).toBe(tableTotals(whole.table).nProduction);
      expect(tableTotals(chunks[0]?.feature.table ?? whole.table).nReference).toBe(5);
    }
  });

  test('samples texts and rows, the same every time', async () => {
    const texts = await store().texts('title', WEEK, 30);
    expect(texts).toEqual(await store().texts('title', WEEK, 30));
    expect(texts.production).toHaveLength(30);
    expect(texts.production.every((text) => /^Title \d+$/.test(text))).toBe(true);
    expect(texts.reference).toEqual(['Head of Sales', 'CEO', 'Founder', 'Engineer', 'Engineer']);
    const sample = await store().sampleRows(['level', 'size', 'gone'], WEEK, 1000);
    expect(sample.production).toHaveLength(rows().length);
    const asText = (list: readonly (readonly unknown[])[]) => list.map((row) => JSON.stringify(row)).sort();
    expect(asText(sample.production)).toEqual(
      asText(rows().map((r) => [r.input['level'], r.input['size'], null])),
    );
    expect(sample.reference[3]).toEqual([3, null, 'y']);
    const scored = sample.production.map((row, i) => [...row, sample.scores[i], sample.versions[i]]);
    expect(asText(scored)).toEqual(
      asText(rows().map((r) => [r.input['level'], r.input['size'], null, r.score, r.version ?? ''])),
    );
  });

  test('joins scores with given ones and with an earlier range', async () => {
    const scores = rows().map((row) => row.score);
    const given = await store().scoreTable({ kind: 'values', values: [0.5, 0.1] }, WEEK);
    expect([...given.values]).toEqual(jointNumbers([0.5, 0.1], scores).values);
    expect(tableTotals(given)).toEqual({ nReference: 2, nProduction: scores.length });
    const before = { start: NOW - 10 * DAY, end: WEEK.start };
    const earlier = await store().scoreTable({ kind: 'range', range: before }, WEEK);
    const expected = jointNumbers(
      within(fixture().predictions, before).map((r) => r.score),
      scores,
    );
    expect([...earlier.values]).toEqual(expected.values);
    expect([...earlier.reference]).toEqual(expected.reference);
    expect([...earlier.production]).toEqual(expected.production);
  });

  test('finds the first score of each key by each version that was not used', async () => {
    const found = await store().shadowScores('lead', WEEK);
    const first = new Map<unknown, OraclePrediction>();
    for (const row of rows().filter(({ score }) => score > 0.5)) {
      const other = first.get(row.input['lead']);
      const isFirst = other === undefined || row.time < other.time;
      if (isFirst || (row.time === other.time && row.score > other.score)) first.set(row.input['lead'], row);
    }
    expect(first.size).toBeGreaterThan(50);
    expect(found.length).toBe(first.size);
    for (const { key, version, time, score } of found) {
      expect([version, time, score]).toEqual(['9.0', first.get(key)?.time, (first.get(key)?.score ?? 0) / 2]);
    }
    expect(found.map(({ time }) => time)).toEqual(found.map(({ time }) => time).sort((a, b) => a - b));
    expect(await store().shadowScores('size', WEEK)).toEqual([]);
  });

  test('finds the first score of each key by each version', async () => {
    const found = await store().firstScores('lead', WEEK);
    const first = new Map<string, OraclePrediction>();
    for (const row of rows()) {
      const place = `${row.input['lead']} ${row.version ?? ''}`;
      const other = first.get(place);
      if (
        other === undefined ||
        row.time < other.time ||
        (row.time === other.time && row.score > other.score)
      ) {
        first.set(place, row);
      }
    }
    expect(found.length).toBe(first.size);
    expect(
      new Map(found.map(({ key, version, time, score }) => [`${key} ${version}`, [time, score]])),
    ).toEqual(new Map([...first].map(([place, { time, score }]) => [place, [time, score]])));
    expect(found.map(({ time }) => time)).toEqual(found.map(({ time }) => time).sort((a, b) => a - b));
  });

  test('gives the first rows of some leads with values of features, by version', async () => {
    const all = await store().firstScores('lead', WEEK);
    const leads = [...new Set(all.map(({ key }) => key))].filter((_, i) => i % 3 === 0);
    const names = ['level', 'size', 'flag', 'nothing'];
    const found = await store().leadRows('lead', [...leads, 'no such lead'], names, WEEK);
    expect(found.map(({ cells: _, ...row }) => row)).toEqual(all.filter(({ key }) => leads.includes(key)));
    for (const { key, version, time, score, cells: own } of found) {
      const rowsOfLead = rows()
        .filter((r) => String(r.input['lead']) === key && (r.version ?? '') === version)
        .filter((r) => r.time === time && r.score === score);
      const values = rowsOfLead.map(({ input }) =>
        names.map((name) => {
          const value = input[name] ?? null;
          return typeof value === 'boolean' ? String(value) : value;
        }),
      );
      expect(values).toContainEqual(own);
    }
    expect(await store().leadRows('lead', leads, [], WEEK)).toHaveLength(found.length);
    expect(await store().leadRows('lead', [], names, WEEK)).toEqual([]);
    expect(await store().leadRows('no such key', leads, names, WEEK)).toEqual([]);
  });
}
