/** A sliding-window rule over one log. */
export interface EpisodeRule {
  /**
   * `error-share`: share of requests, without those of scanners, that are not 2xx. `inference-p95`: 95th percentile of `inferenceMs`, type 7.
   * `health-failures`: number of failed calls of `/health` in the window.
   */
  readonly kind: 'error-share' | 'inference-p95' | 'health-failures';
  /** Breach when the windowed value is greater than this (for `health-failures`: greater or equal). */
  readonly threshold: number;
  /** Length of the window. */
  readonly windowMs: number;
  /** The window reaches back to the last so many events when `windowMs` holds fewer … */
  readonly minimumEvents: number;
  /** … but never longer than this. */
  readonly maximumMs: number;
  /** `health-failures`: another path that is a health check, beside every one that ends in `/health`. */
  readonly healthPath?: string;
}

export interface EpisodeSpan {
  readonly start: number;
  readonly end: number;
  /** Worst windowed value. */
  readonly peak: number;
  /** Events at which the window breached. */
  readonly count: number;
}

export interface EpisodeResult {
  /** Events of the rule's kind in the range; without any, nothing can be judged. */
  readonly events: number;
  /** The newest window: value and events in it; null without events. */
  readonly newest: {
    readonly time: number;
    readonly value: number;
    readonly events: number;
    readonly breach: boolean;
  } | null;
  readonly episodes: readonly EpisodeSpan[];
  /** Present where one event in so many was evaluated; counts are scaled up to all of them. */
  readonly sampled?: number;
}
