import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { buildMonitor } from '../../src/pipeline/build-site.ts';
import { findModel } from '../../src/pipeline/model-file.ts';
import { observeNothing } from '../../src/pipeline/observe.ts';
import type { ReportThread } from '../../src/pipeline/report-thread.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { filesOf } from '../support/hostile/site-files.ts';

/** The archive while a report is computed, which may take long. */

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meanwhile-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const reportOf = (id: string) => fixtureReport({ id, end: `${id}T12:00:00.000Z`, rows: 60 });

test('a report that another build archives while one is computed keeps its page, and is not damaged', async () => {
  const settings = readSettings({ OUT_DIR: 'dist', NOW: '2026-02-20T12:05:00Z' }, directory, Date.now);
  const model = await findModel(settings);
  openArchive(settings.archiveDir).save(reportOf('2026-02-18'), { inputsHash: 'a'.repeat(64) });
  const thread: ReportThread = {
    compute: () => {
      openArchive(settings.archiveDir).save(reportOf('2026-02-19'), { inputsHash: 'b'.repeat(64) });
      const run = Promise.resolve({
        report: reportOf('2026-02-20'),
        observations: observeNothing(settings, model, settings.now),
        inputsHash: 'c'.repeat(64),
        baseline: null,
      });
      return { observed: Promise.resolve(), run };
    },
    end: async () => undefined,
  };
  const policy = policySchema.parse({});
  const signal = new AbortController().signal;
  const built = await buildMonitor({ settings, policy, reporter: silentReporter, signal, thread });
  expect(built).toMatchObject({ runs: 3, notes: [] });
  const files = await filesOf(settings.outDir);
  for (const id of openArchive(settings.archiveDir).list()) {
    expect(files.has(`reports/${id}/index.html`), id).toBe(true);
    expect(files.has(`reports/${id}/report.json`), id).toBe(true);
  }
}, 120_000);
