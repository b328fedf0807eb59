const MISSED_ROUNDS = 3;

/** Whether the site that is shown is as new as its rebuilds promise; times in milliseconds of a clock that never goes back. */
export class Freshness {
  readonly #intervalMs: number;
  readonly #now: () => number;
  #success: { readonly at: number; readonly tookMs: number } | null = null;
  #failures = 0;
  #lastFailure = '';

  /** @param intervalMs the pause between two builds. */
  constructor(intervalMs: number, now: () => number) {
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  /** Rounds that failed since the last good one. */
  get failures(): number {
    return this.#failures;
  }

  succeeded(tookMs: number): void {
    this.#success = { at: this.#now(), tookMs };
    this.#failures = 0;
  }

  failed(reason: string): void {
    this.#failures++;
    this.#lastFailure = reason;
  }

  /** Why the site cannot be called fresh; null while it can. */
  reason(): string | null {
    const failed = `${this.#failures} failed`;
    const last = `, the last one: ${this.#lastFailure}`;
    if (this.#success === null) return this.#failures === 0 ? null : `no site yet; builds: ${failed}${last}`;
    const ageMs = this.#now() - this.#success.at;
    if (ageMs <= MISSED_ROUNDS * (this.#intervalMs + this.#success.tookMs)) return null;
    const since = this.#failures === 0 ? 'none ended since' : `${failed} since${last}`;
    return `the site was built ${Math.round(ageMs / 1_000)} s ago; builds: ${since}`;
  }
}
