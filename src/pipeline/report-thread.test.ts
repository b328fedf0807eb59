import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { parsePolicy } from '../settings/read-policy.ts';
import { silentReporter } from '../settings/reporter.ts';
import { readSettings } from '../settings/settings.ts';
import { startReportThread } from './report-thread.ts';

test('a thread that was asked nothing ends at once', async () => {
  await startReportThread().end();
});

test('what goes wrong on the thread is told with its code, and the thread ends', async () => {
  const thread = startReportThread();
  const settings = readSettings({ PREDICTIONS_LOG: '/nowhere.jsonl' }, '/', () => 0);
  const { observed, run } = thread.compute({
    earlier: { previous: null, runs: [] },
    settings,
    policy: parsePolicy({}, 'test'),
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
  await expect(run).rejects.toMatchObject({ name: 'MonitorError', exitCode: 2 });
  await expect(observed).rejects.toMatchObject({ message: expect.stringContaining('PREDICTIONS_LOG') });
  await thread.end();
});

/** Stands in for the worker: fills the memory, unless it is asked for the reference's columns and `escapes`. */
function greedyWorker(directory: string, escapes: boolean): URL {
  const file = join(directory, 'worker.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
    import { writeFileSync } from 'node:fs';
    parentPort.on('message', (request) => {
      if (request.type !== 'compute') return parentPort.close();
      writeFileSync(request.scratch + '/spill', '');
      if (request.referenceOnly && ${escapes}) {
        parentPort.postMessage({ type: 'observed' });
        parentPort.postMessage({ type: 'run', run: { report: 'of the reference', scratch: request.scratch } });
        return parentPort.close();
      }
      const rows = [];
      for (;;) rows.push(new Array(100_000).fill(rows.length + 0.5));
    });`,
  );
  return pathToFileURL(file);
}

test.each([true, false])(
  'a thread out of memory is started once more with the reference alone; that suffices: %s',
  async (escapes) => {
    const directory = mkdtempSync(join(tmpdir(), 'thread-'));
    try {
      const thread = startReportThread({ program: greedyWorker(directory, escapes), heapMb: 16 });
      const warned: string[] = [];
      const { observed, run } = thread.compute({
        earlier: { previous: null, runs: [] },
        settings: readSettings({}, '/', () => 0),
        policy: parsePolicy({}, 'test'),
        reporter: { ...silentReporter, warn: (text) => warned.push(text) },
        signal: new AbortController().signal,
      });
      if (escapes) {
        await expect(run).resolves.toMatchObject({ report: 'of the reference' });
        await observed;
      } else {
        await expect(run).rejects.toMatchObject({
          code: 'out-of-memory',
          exitCode: 3,
          message: expect.stringContaining('a larger --max-old-space-size in NODE_OPTIONS'),
        });
      }
      expect(warned).toEqual([expect.stringContaining('computed again with those of the reference only')]);
      await thread.end();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);

test('a thread that ended before it was asked anything fails what is asked', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'thread-'));
  try {
    const file = join(directory, 'worker.mjs');
    writeFileSync(file, 'throw new Error("no modules")');
    const thread = startReportThread({ program: pathToFileURL(file) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { run } = thread.compute({
      earlier: { previous: null, runs: [] },
      settings: readSettings({}, '/', () => 0),
      policy: parsePolicy({}, 'test'),
      reporter: silentReporter,
      signal: new AbortController().signal,
    });
    await expect(run).rejects.toThrow('no modules');
    await thread.end();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
