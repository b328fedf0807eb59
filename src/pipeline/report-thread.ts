import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { inputError } from '../monitor-error.ts';
import { projectProgram } from '../project.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { ComputedReport } from './compute-report.ts';
import type { PreviousReports } from './previous-report.ts';
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
    readonly earlier: PreviousReports;
    readonly reporter: Reporter;
    readonly signal: AbortSignal;
  }): ReportComputation;
  /** Stops the thread and removes its files; resolves when both are done. */
  end(): Promise<void>;
}

const WORKER = projectProgram('src/pipeline/report-worker.ts');

interface ThreadOptions {
  /** Replaces the program of the thread, for tests. */
  readonly program?: URL;
  /** Limit of its memory; Node's own where it is not given. */
  readonly heapMb?: number;
}

/**
 * Starts the thread that computes a report while the main thread bundles the pages. A thread that runs out of memory is
 * started once more, for the reference's columns alone: strangers choose the other input keys, and their values.
 */
export function startReportThread(options: ThreadOptions = {}): ReportThread {
  const observed = Promise.withResolvers<void>();
  const run = Promise.withResolvers<ComputedReport>();
  const fail = (error: unknown): void => {
    observed.reject(error);
    run.reject(error);
  };
  // When one promise rejects, the caller no longer awaits the other: prevents an unhandled rejection.
  observed.promise.catch(() => undefined);
  run.promise.catch(() => undefined);
  let current = startWorker(options);
  let isComputing = false;
  let scratch: string | null = null;
  const stop = (): void => current.post({ type: 'stop' });
  return {
    compute({ settings, policy, earlier, reporter, signal }) {
      isComputing = true;
      const attempt = (referenceOnly: boolean): void => {
        const { worker, ended, post } = current;
        // Created and removed here, because a thread that runs out of memory cannot clean up.
        scratch ??= mkdtempSync(join(tmpdir(), 'lead-scoring-monitor-'));
        const own = mkdtempSync(join(scratch, 'run-'));
        worker.on('message', (message: ThreadMessage) => {
          if (message.type === 'observed') observed.resolve();
          else if (message.type === 'run') run.resolve(message.run);
          else if (message.type === 'failed') fail(errorFrom(message.error));
          else report(message, reporter);
        });
        void ended.then(({ error, code }) => {
          if (!isOutOfMemory(error))
            return fail(error ?? new Error(`the thread that computes the report ended with ${code}`));
          if (referenceOnly || signal.aborted) return fail(outOfMemory(error));
          rmSync(own, { recursive: true, force: true });
          reporter.warn(REPEATED);
          current = startWorker(options);
          return attempt(true);
        });
        post({ type: 'compute', settings, policy, earlier, scratch: own, referenceOnly });
        if (signal.aborted) stop();
      };
      attempt(false);
      signal.addEventListener('abort', stop, { once: true });
      return { observed: observed.promise, run: run.promise };
    },
    async end() {
      if (!isComputing) await current.worker.terminate();
      stop();
      await current.ended;
      if (scratch !== null) await rm(scratch, { recursive: true, force: true });
    },
  };
}

const REPEATED =
  'The report does not fit into the memory that Node may use with all input keys: it is computed again with those of the reference only.';

interface ReportWorker {
  readonly worker: Worker;
  /** Resolves when the thread is no more; `error` is what ended it. */
  readonly ended: Promise<{ readonly error: Error | null; readonly code: number }>;
  readonly post: (request: ThreadRequest) => void;
}

function startWorker({ program = WORKER, heapMb }: ThreadOptions): ReportWorker {
  const limits = heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } };
  const worker = new Worker(program, limits);
  let error: Error | null = null;
  worker.once('error', (thrown: Error) => {
    error = thrown;
  });
  return {
    worker,
    ended: new Promise((resolve) => worker.once('exit', (code) => resolve({ error, code }))),
    post: (request) => worker.postMessage(request),
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
