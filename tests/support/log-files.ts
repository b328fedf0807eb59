import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDuckdbStore, type StoreOptions } from '../../src/ingest/engines/duckdb/store.ts';
import type { Store } from '../../src/ingest/store.ts';

/** Writes logs to a temporary directory and reads them with the real engine. */

export const NOW = Date.parse('2026-02-20T12:05:00Z');
export const WEEK = { start: NOW - 7 * 86_400_000, end: NOW };

export const NO_REFERENCE = {
  present: false,
  location: 'none.csv',
  rows: 0,
  rejected: 0,
  reasons: [],
  columns: [],
  scores: null,
  outcomes: null,
} as const;

/** A good prediction, with changes; `undefined` leaves a key out. */
export const prediction = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    timestamp: '2026-02-20T12:00:00',
    input: { industry: 'Banking', quality: 7 },
    score: 0.73,
    label: 'engaged',
    inference_ms: 0.008,
    model_version: '0.3.0',
    ...change,
  });

export const request = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    timestamp: '2026-02-20T12:00:00',
    endpoint: '/predict',
    method: 'POST',
    status_code: 200,
    response_ms: 1.5,
    ...change,
  });

export interface TestLogs {
  readonly directory: string;
  readonly file: (name: string) => string;
  readonly write: (name: string, content: string | Buffer) => Promise<string>;
  /** Opens a store over files as predictions, or as requests. */
  readonly open: (
    names: readonly string[],
    source?: 'predictions' | 'requests',
    options?: Partial<StoreOptions>,
  ) => Promise<Store>;
  readonly remove: () => Promise<void>;
}

export async function testLogs(): Promise<TestLogs> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'logs-'));
  const stores: Store[] = [];
  const file = (name: string) => path.join(directory, name);
  const absent = { present: false, location: 'none' } as const;
  return {
    directory,
    file,
    async write(name, content) {
      await writeFile(file(name), content);
      return file(name);
    },
    async open(names, source = 'predictions', options = {}) {
      const log = { present: true, location: names.join(' '), files: names.map(file) } as const;
      const store = await openDuckdbStore({
        predictions: source === 'predictions' ? log : absent,
        requests: source === 'requests' ? log : absent,
        reference: NO_REFERENCE,
        now: NOW,
        ...options,
      });
      stores.push(store);
      return store;
    },
    async remove() {
      for (const store of stores) await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
