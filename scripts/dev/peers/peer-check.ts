/** Result of one comparison with another implementation. */
export type PeerOutcome =
  | { readonly status: 'passed'; readonly figure: string }
  | { readonly status: 'failed'; readonly figure: string }
  | { readonly status: 'skipped'; readonly reason: string };

/** A comparison of this project with another implementation. */
export interface PeerCheck {
  readonly name: string;
  run(context: PeerContext): Promise<PeerOutcome>;
}

export interface PeerContext {
  /** Runs a script of scripts/dev/peers; null where Python or an imported package is missing. */
  python(script: string, args: readonly string[]): Promise<PythonAnswer>;
  /** Starts a script of scripts/dev/peers that serves HTTP on loopback, and waits until it answers. */
  startServer(script: string): Promise<PeerServer>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Temporary directory of the check; removed afterwards. */
  readonly folder: string;
  /** Path of a real input file; null where it is not available. */
  casesPath(relative: string): string | null;
}

export type PeerServer =
  | { readonly ok: true; readonly url: string; stop(): Promise<void> }
  | { readonly ok: false; readonly reason: string };

export type PythonAnswer =
  | { readonly ok: true; readonly stdout: string }
  /** `missing`: the interpreter or a package is missing; otherwise the script failed. */
  | { readonly ok: false; readonly missing: boolean; readonly reason: string };

/** Converts a script error: skipped where Python or a package is missing, failed otherwise. */
export const notRun = (answer: Extract<PythonAnswer, { ok: false }>): PeerOutcome =>
  answer.missing
    ? { status: 'skipped', reason: answer.reason }
    : { status: 'failed', figure: `the peer's script stopped: ${answer.reason}` };
