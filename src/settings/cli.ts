import { EXIT, type ExitCode, MonitorError } from '../monitor-error.ts';
import { printable } from './printable.ts';

/**
 * Runs one command; the only place that turns an error into a message on stderr and an exit code.
 *
 * A `MonitorError` prints its message and exits with its own code; an invalid flag (node:util `parseArgs`) exits with 2;
 * anything else is a bug, prints its stack and exits with 1. SIGINT exits with 130 and aborts `signal`, which `main` can
 * observe to stop cleanly.
 *
 * @param verbose also prints the stack of a `MonitorError`.
 */
export async function runCommand(
  main: (signal: AbortSignal) => Promise<ExitCode | undefined>,
  { verbose = false } = {},
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
    process.exitCode = controller.signal.aborted ? 130 : reportError(error, verbose);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function reportError(error: unknown, verbose: boolean): ExitCode {
  if (error instanceof MonitorError) {
    process.stderr.write(`error (${error.code}): ${printable(error.message)}\n`);
    if (verbose) process.stderr.write(`${/^ {4}at [\s\S]*/m.exec(error.stack ?? '')?.[0] ?? ''}\n`);
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
