const MISSED_ROUNDS = 3;

/** Tracks whether the site is as recent as the rebuild interval requires; times in milliseconds of a monotonic clock. */
export class Freshness {
  readonly #intervalMs: number;
  readonly #now: () => number;
  #success: { readonly at: number; readonly tookMs: number } | null = null;
  #failures = 0;
  #lastFailure = '';

  /** @param intervalMs pause between two builds. */
  constructor(intervalMs: number, now: () => number) {
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  /** Number of failed rounds since the last successful one. */
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

  /** Reason why the site is stale; null while it is fresh. */
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
