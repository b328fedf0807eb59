/** What one comparison with another implementation came to. */
export type PeerOutcome =
  | { readonly status: 'passed'; readonly figure: string }
  | { readonly status: 'failed'; readonly figure: string }
  | { readonly status: 'skipped'; readonly reason: string };

/** One comparison of this project with another implementation of the same thing. */
export interface PeerCheck {
  readonly name: string;
  run(context: PeerContext): Promise<PeerOutcome>;
}

export interface PeerContext {
  /** Runs a script of scripts/dev/peers; null where Python or a package it imports is not there. */
  python(script: string, args: readonly string[]): Promise<PythonAnswer>;
  /** Starts a script of scripts/dev/peers that serves HTTP on loopback, and waits until it answers. */
  startServer(script: string): Promise<PeerServer>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A folder of its own for the files of the check; removed afterwards. */
  readonly folder: string;
  /** A real input file, or null where this machine does not have it. */
  casesPath(relative: string): string | null;
}

export type PeerServer =
  | { readonly ok: true; readonly url: string; stop(): Promise<void> }
  | { readonly ok: false; readonly reason: string };

export type PythonAnswer =
  | { readonly ok: true; readonly stdout: string }
  /** `missing`: the interpreter or a package is not there; otherwise the script itself went wrong. */
  | { readonly ok: false; readonly missing: boolean; readonly reason: string };

/** A skip where Python lacks something, a failure where its script went wrong. */
export const notRun = (answer: Extract<PythonAnswer, { ok: false }>): PeerOutcome =>
  answer.missing
    ? { status: 'skipped', reason: answer.reason }
    : { status: 'failed', figure: `the peer's script stopped: ${answer.reason}` };
