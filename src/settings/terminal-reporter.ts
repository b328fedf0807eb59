import { printable } from './printable.ts';
import type { Reporter } from './reporter.ts';

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

interface TerminalOptions {
  readonly stream: Stream;
  readonly quiet: boolean;
  /** Milliseconds; only differences are used. */
  readonly clock: () => number;
}

export interface TimedReporter extends Reporter {
  /** Ends the current stage and returns the duration of every stage. */
  finish(): readonly { readonly stage: string; readonly ms: number }[];
}

/**
 * Prints progress on stderr: a line that is overwritten on a terminal, plain lines elsewhere, only warnings when quiet.
 * Also records the duration of every stage, for `--profile`.
 */
export function terminalReporter({ stream, quiet, clock }: TerminalOptions): TimedReporter {
  const stages: { stage: string; ms: number }[] = [];
  const began = clock();
  let current: { name: string; since: number } | null = null;
  let lastProgress = Number.NEGATIVE_INFINITY;
  let dirty = false;
  const live = stream.isTTY === true && !quiet;

  const line = (text: string): void => {
    stream.write(`${dirty ? '\r\u001b[K' : ''}${printable(text)}\n`);
    dirty = false;
  };
  const end = (at: number): void => {
    if (current === null) return;
    stages.push({ stage: current.name, ms: at - current.since });
    current = null;
  };
  return {
    stage(name, at = clock()) {
      end(at);
      current = { name, since: at };
      if (live) {
        stream.write(`\r\u001b[K${printable(name)} …`);
        dirty = true;
      } else if (!quiet) line(`[${seconds(at - began)}] ${name}`);
    },
    progress(done, total, unit) {
      if (quiet) return;
      const now = clock();
      // A terminal is repainted ten times a second; a log file gets a line every ten seconds.
      if (now - lastProgress < (live ? 100 : 10_000)) return;
      lastProgress = now;
      const of = total === null ? '' : ` of ${total.toLocaleString('en')}`;
      const text = `${current?.name ?? ''}: ${done.toLocaleString('en')}${of} ${unit}, ${seconds(now - began)}`;
      if (live) {
        stream.write(`\r\u001b[K${printable(text)}`);
        dirty = true;
      } else line(text);
    },
    info(message) {
      if (!quiet) line(message);
    },
    warn(message) {
      line(`warning: ${message}`);
    },
    finish() {
      end(clock());
      if (dirty) stream.write('\r\u001b[K');
      dirty = false;
      return stages;
    },
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
