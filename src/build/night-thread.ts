import { Worker } from 'node:worker_threads';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/settings.ts';
import type { Night } from './night.ts';
import { errorFrom, type NightMessage, type NightRequest } from './night-messages.ts';

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
  /** Stops what still runs; resolves when nothing of it is left. */
  end(): Promise<void>;
}

/** Starts a thread for a night, so that the pages can be bundled on this one while its report is computed. */
export function startNightThread(): NightThread {
  const worker = new Worker(new URL('./night-worker.ts', import.meta.url));
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
  worker.once('error', fail);
  worker.once('exit', (code) => fail(new Error(`the thread that computes the report ended with ${code}`)));
  const ask = (request: NightRequest): void => worker.postMessage(request);
  const stop = (): void => ask({ type: 'stop' });
  let busy = false;
  return {
    compute({ settings, policy, reporter, signal }) {
      busy = true;
      worker.on('message', (message: NightMessage) => {
        if (message.type === 'observed') observed.resolve();
        else if (message.type === 'night') night.resolve(message.night);
        else if (message.type === 'failed') fail(errorFrom(message.error));
        else report(message, reporter);
      });
      ask({ type: 'compute', settings, policy });
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      return { observed: observed.promise, night: night.promise };
    },
    async end() {
      if (!busy) await worker.terminate();
      stop();
      await exited;
    },
  };
}

type Progress = Extract<NightMessage, { type: 'stage' | 'progress' | 'info' | 'warn' }>;

function report(message: Progress, reporter: Reporter): void {
  if (message.type === 'stage') reporter.stage(message.name, message.at);
  else if (message.type === 'progress') reporter.progress(message.done, message.total, message.unit);
  else reporter[message.type](message.text);
}
