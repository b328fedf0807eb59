import { expect, test } from 'vitest';
import { parsePolicy } from '../settings/read-policy.ts';
import { silentReporter } from '../settings/reporter.ts';
import { readSettings } from '../settings/settings.ts';
import { startNightThread } from './report-thread.ts';

test('a thread that was asked nothing ends at once', async () => {
  await startNightThread().end();
});

test('what goes wrong on the thread is told with its code, and the thread ends', async () => {
  const thread = startNightThread();
  const settings = readSettings({ PREDICTIONS_LOG: '/nowhere.jsonl' }, '/', () => 0);
  const { observed, night } = thread.compute({
    settings,
    policy: parsePolicy({}, 'test'),
    reporter: silentReporter,
    signal: new AbortController().signal,
  });
  await expect(night).rejects.toMatchObject({ name: 'MonitorError', exitCode: 2 });
  await expect(observed).rejects.toMatchObject({ message: expect.stringContaining('PREDICTIONS_LOG') });
  await thread.end();
});
