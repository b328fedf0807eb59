import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs Node in a process group of its own: what it leaks or breaks ends with it. When the signal aborts, the
 * group gets SIGTERM and, after `killAfterMs`, SIGKILL.
 *
 * @param args a script and what it is given.
 * @throws Error where the process cannot be started.
 */
export async function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  killAfterMs = 5_000,
): Promise<Ended> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    detached: true,
  });
  const kill = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Nothing is left of the group.
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    kill('SIGTERM');
    timer = setTimeout(kill, killAfterMs, 'SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code, ended] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, signal: ended };
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(timer);
    kill('SIGKILL');
  }
}
