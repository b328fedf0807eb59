import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorMessage } from 'node:util';
import { isGeneratedSite, markGenerated } from '../site-marker.ts';
import type { Freshness } from './freshness.ts';
import { sleep, withinTime } from './interval.ts';

/** Options of the rebuild loop. */
interface ReleaseOptions {
  /** Directory in which each round gets a temporary directory; other content is left unchanged. */
  readonly root: string;
  /** Builds a site into a directory that does not exist yet. */
  readonly build: (outDir: string, signal: AbortSignal) => Promise<void>;
  /** Reads and serves the finished site; its directory is removed afterwards. */
  readonly show: (outDir: string, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** Time limit of a round. */
  readonly limitMs: number;
  readonly freshness: Freshness;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly report: (message: string) => void;
  /** Time for a round to stop after its time limit. */
  readonly graceMs?: number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_RETRY_MS = 60_000;

/**
 * Builds and serves a site, waits, and repeats until the signal aborts. After a round that fails or exceeds its time limit
 * the last good site stays in use, and the round is retried after 1, 2, 4, … minutes, at most after the interval.
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
    if (isLeftover(name) && (await isGeneratedSite(path))) await remove(path);
  }
  const directory = await mkdtemp(join(root, `lead-scoring-monitor-round-${process.pid}-`));
  try {
    await markGenerated(directory);
    const outDir = join(directory, 'site');
    await build(outDir, signal);
    signal.throwIfAborted();
    await show(outDir, signal);
  } finally {
    await remove(directory);
  }
}

/** Removes directories of a killed process or of an abandoned round. */
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

/** Public error message: `/healthz` is public, and other messages may contain paths or input. */
function publicReason(error: unknown): string {
  if (error instanceof RoundError) return error.message;
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === undefined || errno === undefined
    ? 'see the log'
    : `${code}: ${getSystemErrorMessage(errno)}`;
}

/** Failure of a round with a message that may be public. */
export class RoundError extends Error {
  override readonly name = 'RoundError';
}
