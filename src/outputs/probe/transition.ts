import type { SlidingPolicy } from '../../alerts/alert-policy.ts';
import type { HealthEntry } from '../../ingest/services/health/health-log.ts';
import { formatDuration, formatTime } from '../../wording/format.ts';
import { STATUS_GLYPH } from '../../wording/status.ts';
import { type SlackMessage, slackText } from '../slack/blocks.ts';
import { type ApiState, apiState } from './api-state.ts';

/** A change of the API's state. */
export interface Transition {
  readonly event: 'api-down' | 'api-up';
  readonly at: string;
  readonly severity: string;
  readonly owner: string;
  readonly text: string;
  readonly action: string | null;
}

/** State change caused by the newest check; null without a change, so that an outage is reported once. */
export function transitionOf(
  earlier: readonly HealthEntry[],
  newest: HealthEntry,
  alert: SlidingPolicy,
): Transition | null {
  const before = apiState(earlier, alert);
  const after = apiState([...earlier, newest], alert);
  if (before.down === after.down) return null;
  const at = newest.timestamp;
  const { severity, owner } = alert;
  if (after.down) {
    const text = `The API is down: ${newest.endpoint} failed ${alert.threshold} times in ${alert.windowMinutes} min, the last: ${newest.error ?? 'no answer'}.`;
    return { event: 'api-down', at, severity, owner, text, action: alert.action };
  }
  return { event: 'api-up', at, severity, owner, text: backWords(before, at), action: null };
}

function backWords(before: ApiState, at: string): string {
  if (before.since === null) return 'The API answers again.';
  const lasted = formatDuration(Date.parse(at) - Date.parse(before.since));
  return `The API answers again; the trouble began ${formatTime(before.since)}, ${lasted} ago.`;
}

/** A transition as Slack Block Kit. */
export function transitionMessage(transition: Transition, title: string): SlackMessage {
  const icon = STATUS_GLYPH[transition.event === 'api-down' ? 'red' : 'green'];
  const who = `${transition.severity}, ${slackText(transition.owner)}`;
  const action = transition.action === null ? '' : `\n${slackText(transition.action)}`;
  const text = `${icon} ${slackText(transition.text)}`;
  return {
    text: `${text} – ${slackText(title)}`,
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', verbatim: true, text: `${text}\n*${slackText(title)}*, ${who}${action}` },
      },
    ],
  };
}
