/** Receives progress and warnings of a build. Inner code is passed one; only the command line decides where it prints. */
export interface Reporter {
  /** Starts a stage; `at` is its start in milliseconds of the reporter's clock, where it is reported late. */
  stage(name: string, at?: number): void;
  /** Progress within the stage; `total` is null where it is unknown. */
  progress(done: number, total: number | null, unit: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export const silentReporter: Reporter = {
  stage: () => undefined,
  progress: () => undefined,
  info: () => undefined,
  warn: () => undefined,
};
