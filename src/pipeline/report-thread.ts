import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { inputError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/settings.ts';
import type { Night } from './compute-report.ts';
import { errorFrom, type NightMessage, type NightRequest } from './thread-messages.ts';

interface NightRun {
  /** Resolves once every input is found and the world was asked: from then on the processors are free. */
  readonly observed: Promise<void>;
  readonly night: Promise<Night>;
}

export interface NightThread {
  /** Computes a night, once. Whoever awaits either promise hears of a failure. */
  compute(task: {
    readonly settings: Settings;
    readonly policy: Policy;
    readonly reporter: Reporter;
    readonly signal: AbortSignal;
  }): NightRun;
  /** Says that nothing else is at work: the benchmark waits for that. */
  quiet(): void;
  /** Stops what still runs; resolves when nothing of it is left. */
  end(): Promise<void>;
}

/** Starts a thread for a night, so that the pages can be bundled on this one while its report is computed. */
export function startNightThread(): NightThread {
  const worker = new Worker(new URL('./report-worker.ts', import.meta.url));
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const observed = Promise.withResolvers<void>();
  const night = Promise.withResolvers<Night>();
  const fail = (error: unknown): void => {
    observed.reject(error);
    night.reject(error);
  };
  // Where one is awaited and fails, nobody awaits the other any more.
  observed.promise.catch(() => undefined);
  night.promise.catch(() => undefined);
  worker.once('error', (error) => fail(isOutOfMemory(error) ? outOfMemory(error) : error));
  worker.once('exit', (code) => fail(new Error(`the thread that computes the report ended with ${code}`)));
  const ask = (request: NightRequest): void => worker.postMessage(request);
  const stop = (): void => ask({ type: 'stop' });
  let scratch: string | null = null;
  return {
    compute({ settings, policy, reporter, signal }) {
      // Made and removed here: a thread that runs out of memory removes nothing.
      scratch = mkdtempSync(join(tmpdir(), 'lead-scoring-monitor-'));
      worker.on('message', (message: NightMessage) => {
        if (message.type === 'observed') observed.resolve();
        else if (message.type === 'night') night.resolve(message.night);
        else if (message.type === 'failed') fail(errorFrom(message.error));
        else report(message, reporter);
      });
      ask({ type: 'compute', settings, policy, scratch });
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      return { observed: observed.promise, night: night.promise };
    },
    quiet: () => ask({ type: 'quiet' }),
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

type Progress = Extract<NightMessage, { type: 'stage' | 'progress' | 'info' | 'warn' }>;

function report(message: Progress, reporter: Reporter): void {
  if (message.type === 'stage') reporter.stage(message.name, message.at);
  else if (message.type === 'progress') reporter.progress(message.done, message.total, message.unit);
  else reporter[message.type](message.text);
}
