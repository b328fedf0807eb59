import { configurationError, EXIT, type ExitCode, MonitorError } from '../monitor-error.ts';
import { printable } from './printable.ts';

/**
 * Runs one command: the single place that turns an error into words on stderr and an exit code.
 *
 * A `MonitorError` prints its message and leaves with its own code; a fault in flags (node:util `parseArgs`) leaves
 * with 2; anything else is a bug, prints its stack, and leaves with 1. SIGINT leaves with 130 through `signal`, which
 * `main` may watch to end its work cleanly.
 */
export async function runCommand(
  main: (signal: AbortSignal) => Promise<ExitCode | undefined>,
): Promise<void> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    process.exitCode = (await main(controller.signal)) ?? EXIT.ok;
  } catch (error) {
    process.exitCode = controller.signal.aborted ? 130 : reportError(error);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/**
 * The flag `--port`; 0 lets the system choose.
 *
 * @throws MonitorError (exit code 2) `bad-flag`.
 */
export function portFlag(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw configurationError('bad-flag', `--port must be a number from 0 to 65535, not "${text}".`);
}

function reportError(error: unknown): ExitCode {
  if (error instanceof MonitorError) {
    process.stderr.write(`error (${error.code}): ${printable(error.message)}\n`);
    return error.exitCode;
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`error (bad-flag): ${printable((error as Error).message)} See --help.\n`);
    return EXIT.configuration;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`error (bug): ${printable(text)}\n`);
  return EXIT.bug;
}
