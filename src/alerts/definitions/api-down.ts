import { z } from 'zod';
import { plural, significant } from '../../wording/sentence-numbers.ts';
import { minuteOf } from '../../wording/time.ts';
import { type AlertFinding, defineSlidingAlert, type SlidingResult } from '../alert-definition.ts';
import { alertPolicy, slidingKeys } from '../alert-policy.ts';
import { listEpisodes, moreEpisodes, pastStatus } from '../sliding.ts';

/**
 * Counts failed health checks of the log, the probe and this run together. A successful live check is the newest
 * evidence, so it ends an outage that the log still shows.
 */
export const apiDown = defineSlidingAlert({
  id: 'api-down',
  title: 'API down',
  unit: 'failed health checks',
  meaning:
    'Failed health checks within the window: those of the requests log, of the probe and of the run that made the report, together. An API that answers now is up, whatever the log says.',
  weight: 90,
  policy: alertPolicy(
    {
      severity: 'critical',
      owner: 'Infrastructure',
      action:
        'Check that the API process runs and answers /health; restart it or roll back the last deployment.',
    },
    {
      threshold: z.number().default(3).describe('fires from so many failed health checks within the window'),
      ...slidingKeys(5, 1),
    },
  ),
  slides: { kind: 'health-failures', source: 'requests' },
  judge({ result, live }, { threshold, windowMinutes }): AlertFinding {
    const path = live?.path ?? '/health';
    const rule = `Fires when ${path} fails ${significant(threshold)} times within ${significant(windowMinutes)} minutes.`;
    const inLog = `${loggedWords(result)}${moreEpisodes(result)}`;
    const base = { threshold, episodes: listEpisodes(result) };
    if (live?.status === 'ok') {
      const explanation = `${rule} Live: it answers. ${inLog}`;
      return { ...base, status: pastStatus(result), value: 0, explanation };
    }
    if (live?.status === 'failed') {
      const value = live.failures + live.failuresBefore;
      const explanation = `${rule} Live: ${plural(live.failures, 'try', 'tries')} failed, ${live.failuresBefore} more in the log just before. ${inLog}`;
      return { ...base, status: value >= threshold ? 'firing' : pastStatus(result), value, explanation };
    }
    const { newest } = result;
    if (newest === null) {
      const explanation = `${rule} The API was not asked, and the log holds no call of ${path}.`;
      return { ...base, status: 'unknown', value: null, explanation };
    }
    return {
      ...base,
      status: newest.breach ? 'firing' : pastStatus(result),
      value: newest.value,
      explanation: `${rule} The API was not asked. ${inLog}`,
    };
  },
});

function loggedWords({ events, newest }: SlidingResult): string {
  if (newest === null) return 'The log holds no health check.';
  return `Logged: ${plural(events, 'health check')}, ${significant(newest.value)} failed in the newest window, to ${minuteOf(newest.time)}.`;
}
