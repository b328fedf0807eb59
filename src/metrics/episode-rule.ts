import type { SlidingRule } from '../alerts/alert-definition.ts';
import type { SlidingPolicy } from '../alerts/alert-policy.ts';
import type { EpisodeRule } from '../ingest/store.ts';
import { HOUR_MS, MINUTE_MS } from '../wording/time.ts';

/** The rule of an alert on a sliding window, as the store is asked it. */
export const episodeRule = (kind: SlidingRule['kind'], policy: SlidingPolicy): EpisodeRule => ({
  kind,
  threshold: policy.threshold,
  windowMs: policy.windowMinutes * MINUTE_MS,
  minimumEvents: policy.minimumEvents,
  maximumMs: policy.maximumHours * HOUR_MS,
});
