import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/ingest/store.ts';
import type { ContractInput } from './fixture.ts';

const NOW = Date.parse('2026-02-20T12:00:00Z');
const WEEK = { start: NOW - 7 * 86_400_000, end: NOW };

interface Row {
  readonly input: Readonly<Record<string, unknown>>;
  readonly lead?: string;
}

const REFERENCE = {
  present: true,
  location: 'reference.csv',
  rows: 1,
  rejected: 0,
  reasons: [],
  columns: [{ name: 'industry', cells: ['a'] }],
  scores: null,
  outcomes: null,
};
const NO_REFERENCE = { ...REFERENCE, present: false, rows: 0, columns: [] };

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const names = (prefix: string, n: number) =>
  Object.fromEntries(times(n, (i) => [`${prefix} ${String(i).padStart(4, '0')}`, i]));

/** 200 ordinary leads, then what strangers send. */
const ORDINARY: readonly Row[] = times(200, (i) => ({
  input: { industry: 'abc'[i % 3], size: i },
  lead: `lead ${i}`,
}));

/** Which input keys become features, whatever strangers send: every engine must choose the same ones. */
export function keyContract(open: (input: ContractInput) => Promise<Store>): void {
  async function featuresOf(
    rows: readonly Row[],
    bounds: Partial<ContractInput>,
  ): Promise<{ readonly found: readonly string[]; readonly notes: readonly string[] }> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'keys-'));
    const file = path.join(directory, 'p.jsonl');
    const lines = rows.map(({ input, lead }, i) =>
      JSON.stringify({
        timestamp: new Date(NOW - i * 1_000).toISOString(),
        input,
        ...(lead === undefined ? {} : { lead_id: lead }),
        score: 0.5,
        label: 'not_engaged',
      }),
    );
    await writeFile(file, `${lines.join('\n')}\n`);
    let store: Store | null = null;
    try {
      store = await open({
        predictions: { present: true, location: file, files: [file] },
        requests: { present: false, location: 'none' },
        reference: REFERENCE,
        now: NOW,
        joinKeys: [],
        minimumLeads: 5,
        maximumExtras: 20,
        ...bounds,
      });
      const found = (await store.features(WEEK)).map(({ name }) => name).sort();
      return { found, notes: (await store.quality('predictions')).notes };
    } finally {
      await store?.close();
      await rm(directory, { recursive: true });
    }
  }

  describe('bounds the keys that become features', () => {
    test('one unknown key in each of many rows: none is a feature, and they are counted', async () => {
      const rows = [...ORDINARY, ...times(3_000, (i) => ({ input: { industry: 'a', [`key ${i}`]: i } }))];
      const { found, notes } = await featuresOf(rows, {});
      expect(found).toEqual(['industry', 'size']);
      expect(notes).toEqual(['3000 further input keys, held by fewer than 5 leads each: left out']);
    });

    test('a thousand unknown keys in each of five rows: so many as the bound lets in', async () => {
      const rows = [
        ...ORDINARY,
        ...times(5, (i) => ({ input: { industry: 'a', n: i, ...names('odd', 1_000) } })),
      ];
      const { found, notes } = await featuresOf(rows, {});
      expect(found).toEqual(['industry', 'n', ...Object.keys(names('odd', 18)), 'size']);
      expect(notes).toEqual(['982 further input keys beyond the 20 most frequent: left out']);
    });

    test('leads count, not rows: one that is scored again and again makes no feature', async () => {
      const again = times(50, () => ({ input: { industry: 'a', hobby: 'chess' }, lead: 'lead 7' }));
      const others = times(5, (i) => ({ input: { industry: 'a', region: 'x' }, lead: `other ${i}` }));
      const rows = [...ORDINARY, ...again, ...others];
      // Without a join key the input is the lead: five with the same input are one.
      expect((await featuresOf(rows, {})).found).toEqual(['industry', 'size']);
      const joined = await featuresOf(rows, { joinKeys: ['lead_id'] });
      expect(joined.found).toEqual(['industry', 'region', 'size']);
      expect(joined.notes).toEqual(['1 further input key, held by fewer than 5 leads: left out']);
    });

    test('without a reference the common keys are features, and a bounded number of others', async () => {
      const wide = ORDINARY.map(({ input }, i) => ({
        input: { ...input, ...names('common', 30), ...(i < 8 ? names('rare', 40) : {}) },
      }));
      const { found, notes } = await featuresOf(wide, { reference: NO_REFERENCE, maximumExtras: 10 });
      expect(found).toEqual(
        ['industry', 'size', ...Object.keys(names('common', 30)), ...Object.keys(names('rare', 10))].sort(),
      );
      expect(notes).toEqual(['30 further input keys beyond the 10 most frequent: left out']);
    });

    test('with no further keys allowed only the reference is read; a name of any length does no harm', async () => {
      const long = { [`${'x'.repeat(100_000)}`]: 1, [`quote ' " \\ \` and ${'é'.repeat(190)}`]: 2 };
      const rows = [
        ...ORDINARY,
        ...times(6, (i) => ({ input: { industry: 'b', size: 1_000 + i, ...long } })),
      ];
      expect((await featuresOf(rows, { maximumExtras: 0 })).found).toEqual(['industry']);
      const { found } = await featuresOf(rows, {});
      expect(found).toEqual(['industry', 'size']);
    });
  });
}
