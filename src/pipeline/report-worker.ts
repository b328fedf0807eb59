import { parentPort } from 'node:worker_threads';
import { errorRecord, type ThreadMessage, type ThreadRequest } from './thread-messages.ts';

/** The thread that computes a report; `startReportThread` starts it and reads what it says. */
const port = parentPort;
if (port === null) throw new Error('report-worker.ts runs as a worker thread');

const say = (message: ThreadMessage): void => port.postMessage(message);
const stopping = new AbortController();
// Read while the request is on its way.
const modules = import('./compute-report.ts');

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'compute') void compute(request);
  else stopping.abort();
});

async function compute({
  settings,
  policy,
  scratch,
}: Extract<ThreadRequest, { type: 'compute' }>): Promise<void> {
  try {
    const { computeReport } = await modules;
    const run = await computeReport({
      settings,
      policy,
      scratch,
      clock: Date.now,
      signal: stopping.signal,
      reporter: {
        stage: (name) => say({ type: 'stage', name, at: performance.timeOrigin + performance.now() }),
        progress: (done, total, unit) => say({ type: 'progress', done, total, unit }),
        info: (text) => say({ type: 'info', text }),
        warn: (text) => say({ type: 'warn', text }),
      },
      observed: () => say({ type: 'observed' }),
    });
    say({ type: 'run', run });
  } catch (error) {
    say({ type: 'failed', error: errorRecord(error) });
  }
  port?.close();
}
