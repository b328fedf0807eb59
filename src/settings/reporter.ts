/** How a build tells its user what it is doing. Inner code gets one; only the edge decides where it prints. */
export interface Reporter {
  /** A new stage begins; `at`, milliseconds of the reporter's clock, where it began before it could be told. */
  stage(name: string, at?: number): void;
  /** Work done within the stage; `total` is null where it is not known. */
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
