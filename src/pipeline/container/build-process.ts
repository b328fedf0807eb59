import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Ended {
  /** Exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs Node in a separate process group, which isolates leaks and crashes. When the signal aborts, the group
 * gets SIGTERM and, after `killAfterMs`, SIGKILL.
 *
 * @param args a script and its arguments.
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
      // The group has already ended.
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
