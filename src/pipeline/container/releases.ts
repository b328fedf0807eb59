import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorMessage } from 'node:util';
import { isOurs, markOurs } from '../site-marker.ts';
import type { Freshness } from './freshness.ts';
import { sleep, withinTime } from './interval.ts';

/** How sites are built one after another. */
interface ReleaseOptions {
  /** Where each round gets a directory of its own, which is gone after it. What else lies there is left alone. */
  readonly root: string;
  /** Builds a site into a directory that is not there yet. */
  readonly build: (outDir: string, signal: AbortSignal) => Promise<void>;
  /** Reads the finished site and shows it; the directory goes afterwards. */
  readonly show: (outDir: string, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** What a round may take. */
  readonly limitMs: number;
  readonly freshness: Freshness;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly report: (message: string) => void;
  /** What a round that is over its time has to end by itself. */
  readonly graceMs?: number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_RETRY_MS = 60_000;

/**
 * Builds, shows, waits, for as long as the signal lets it. A round that fails, whatever the reason, or takes too long
 * leaves the last good site shown and is tried again: after a minute, two, four, and at most the interval.
 */
export async function buildForEver(options: ReleaseOptions): Promise<void> {
  const { intervalMs, limitMs, freshness, signal, now, report, graceMs = 10_000, pause = sleep } = options;
  for (let number = 1; !signal.aborted; number++) {
    const began = now();
    try {
      const limits = { ms: limitMs, graceMs, signal };
      const tooLong = new RoundError(`it took longer than ${limitMs / 1_000} s`);
      await withinTime((bounded) => round(options, bounded), limits, tooLong);
      freshness.succeeded(now() - began);
      report(`Site ${number} is shown.`);
    } catch (error) {
      if (signal.aborted) return;
      freshness.failed(publicReason(error));
      report(`Build ${number} failed: ${(error as Error).message}. What was shown before is shown still.`);
    }
    const { failures } = freshness;
    await pause(
      failures === 0 ? intervalMs : Math.min(intervalMs, FIRST_RETRY_MS * 2 ** (failures - 1)),
      signal,
    );
  }
}

async function round({ root, build, show, report }: ReleaseOptions, signal: AbortSignal): Promise<void> {
  const remove = async (path: string): Promise<void> => {
    await rm(path, { recursive: true, force: true }).catch((error: Error) => report(error.message));
  };
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const path = join(root, name);
    if (isLeftover(name) && (await isOurs(path))) await remove(path);
  }
  const directory = await mkdtemp(join(root, `lead-scoring-monitor-round-${process.pid}-`));
  try {
    await markOurs(directory);
    const outDir = join(directory, 'site');
    await build(outDir, signal);
    signal.throwIfAborted();
    await show(outDir, signal);
  } finally {
    await remove(directory);
  }
}

/** Left by a process that was killed, or by a round of this one that could not be ended. */
function isLeftover(name: string): boolean {
  const pid = Number(/^lead-scoring-monitor-round-(\d+)-\w{6}$/.exec(name)?.[1]);
  return pid === process.pid || (pid > 0 && !isRunning(pid));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Everybody can read `/healthz`: a system's message names paths, and one from elsewhere may say anything. */
function publicReason(error: unknown): string {
  if (error instanceof RoundError) return error.message;
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === undefined || errno === undefined
    ? 'see the log'
    : `${code}: ${getSystemErrorMessage(errno)}`;
}

/** A round that failed for a reason that everybody may read. */
export class RoundError extends Error {
  override readonly name = 'RoundError';
}
