import { parentPort } from 'node:worker_threads';
import { errorRecord, type ThreadMessage, type ThreadRequest } from './thread-messages.ts';

/** Worker thread that computes a report; see `startReportThread`. */
const port = parentPort;
if (port === null) throw new Error('report-worker.ts runs as a worker thread');

const send = (message: ThreadMessage): void => port.postMessage(message);
const stopping = new AbortController();
// Loaded before the request arrives, to save time.
const modules = import('./compute-report.ts');

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'compute') void compute(request);
  else stopping.abort();
});

async function compute({
  settings,
  policy,
  earlier,
  scratch,
  referenceOnly,
}: Extract<ThreadRequest, { type: 'compute' }>): Promise<void> {
  try {
    const { computeReport } = await modules;
    const run = await computeReport({
      settings,
      policy,
      earlier,
      scratch,
      referenceOnly,
      clock: Date.now,
      signal: stopping.signal,
      reporter: {
        stage: (name) => send({ type: 'stage', name, at: performance.timeOrigin + performance.now() }),
        progress: (done, total, unit) => send({ type: 'progress', done, total, unit }),
        info: (text) => send({ type: 'info', text }),
        warn: (text) => send({ type: 'warn', text }),
      },
      observed: () => send({ type: 'observed' }),
    });
    send({ type: 'run', run });
  } catch (error) {
    send({ type: 'failed', error: errorRecord(error) });
  }
  port?.close();
}
