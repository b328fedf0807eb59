import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { inputError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { ComputedReport } from './compute-report.ts';
import { errorFrom, type ThreadMessage, type ThreadRequest } from './thread-messages.ts';

interface ReportComputation {
  /** Resolves once inputs are found and observations are made; from then on other work does not disturb the benchmark. */
  readonly observed: Promise<void>;
  readonly run: Promise<ComputedReport>;
}

export interface ReportThread {
  /** Computes a report; to be called once. On failure both promises reject. */
  compute(task: {
    readonly settings: Settings;
    readonly policy: Policy;
    readonly reporter: Reporter;
    readonly signal: AbortSignal;
  }): ReportComputation;
  /** Stops the thread and removes its files; resolves when both are done. */
  end(): Promise<void>;
}

/** Starts the thread that computes a report while the main thread bundles the pages. */
export function startReportThread(): ReportThread {
  const worker = new Worker(new URL('./report-worker.ts', import.meta.url));
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const observed = Promise.withResolvers<void>();
  const run = Promise.withResolvers<ComputedReport>();
  const fail = (error: unknown): void => {
    observed.reject(error);
    run.reject(error);
  };
  // When one promise rejects, the caller no longer awaits the other: prevents an unhandled rejection.
  observed.promise.catch(() => undefined);
  run.promise.catch(() => undefined);
  worker.once('error', (error) => fail(isOutOfMemory(error) ? outOfMemory(error) : error));
  worker.once('exit', (code) => fail(new Error(`the thread that computes the report ended with ${code}`)));
  const post = (request: ThreadRequest): void => worker.postMessage(request);
  const stop = (): void => post({ type: 'stop' });
  let scratch: string | null = null;
  return {
    compute({ settings, policy, reporter, signal }) {
      // Created and removed here, because a thread that runs out of memory cannot clean up.
      scratch = mkdtempSync(join(tmpdir(), 'lead-scoring-monitor-'));
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'observed') observed.resolve();
        else if (message.type === 'run') run.resolve(message.run);
        else if (message.type === 'failed') fail(errorFrom(message.error));
        else report(message, reporter);
      });
      post({ type: 'compute', settings, policy, scratch });
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      return { observed: observed.promise, run: run.promise };
    },
    async end() {
      if (scratch === null) await worker.terminate();
      stop();
      await exited;
      if (scratch !== null) await rm(scratch, { recursive: true, force: true });
    },
  };
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const outOfMemory = (cause: unknown) =>
  inputError(
    'out-of-memory',
    'The report does not fit into the memory that Node may use. Give fewer files or features, or a larger --max-old-space-size in NODE_OPTIONS.',
    cause,
  );

type Progress = Extract<ThreadMessage, { type: 'stage' | 'progress' | 'info' | 'warn' }>;

function report(message: Progress, reporter: Reporter): void {
  if (message.type === 'stage') reporter.stage(message.name, message.at);
  else if (message.type === 'progress') reporter.progress(message.done, message.total, message.unit);
  else reporter[message.type](message.text);
}
