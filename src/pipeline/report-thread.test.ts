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
    settings,
    policy: parsePolicy({}, 'test'),
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
  await expect(run).rejects.toMatchObject({ name: 'MonitorError', exitCode: 2 });
  await expect(observed).rejects.toMatchObject({ message: expect.stringContaining('PREDICTIONS_LOG') });
  await thread.end();
});
