import type { Answer, Call } from '../http.ts';

interface Event {
  readonly routing_key?: unknown;
  readonly event_action?: unknown;
  readonly dedup_key?: unknown;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly links?: readonly { readonly href?: unknown }[];
}

export interface PagerDutyAlert {
  readonly key: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
  /** How often it began: once more where it was triggered after it was resolved. */
  opened: number;
  events: number;
}

/** What is wrong with an event: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
function faultsOf({ routing_key: key, event_action: action, dedup_key: dedup, payload }: Event): string[] {
  const faults: string[] = [];
  if (typeof key !== 'string' || key.length !== 32)
    faults.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  if (!['trigger', 'acknowledge', 'resolve'].includes(String(action)))
    faults.push("'event_action' is invalid");
  if (dedup !== undefined && (typeof dedup !== 'string' || dedup.length > 255))
    faults.push("'dedup_key' is too long");
  if (action !== 'trigger') return dedup === undefined ? [...faults, "'dedup_key' is missing"] : faults;
  const { summary, source, severity, timestamp, custom_details: details } = payload ?? {};
  if (typeof summary !== 'string' || summary === '' || summary.length > 1024)
    faults.push("'payload.summary' is invalid");
  if (typeof source !== 'string' || source === '') faults.push("'payload.source' is missing or blank");
  if (!['critical', 'error', 'warning', 'info'].includes(String(severity)))
    faults.push("'payload.severity' is invalid");
  if (timestamp !== undefined && Number.isNaN(Date.parse(String(timestamp))))
    faults.push("'payload.timestamp' is invalid");
  if (details !== undefined && (typeof details !== 'object' || details === null))
    faults.push("'custom_details' is no object");
  return faults;
}

/** A service with one integration. */
export function pagerDutyService() {
  const alerts = new Map<string, PagerDutyAlert>();
  const answer = (call: Call): Answer => {
    if (call.method !== 'POST' || call.path !== '/v2/enqueue') return { status: 404 };
    if (Buffer.byteLength(call.text) > 512 * 1024) return { status: 413 };
    const event = (call.body ?? {}) as Event;
    const errors = faultsOf(event);
    if (errors.length > 0)
      return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
    const key = String(event.dedup_key ?? crypto.randomUUID());
    const known = alerts.get(key);
    if (event.event_action === 'trigger') {
      const alert = known ?? { key, state: 'resolved', opened: 0, events: 0 };
      if (alert.state === 'resolved') alert.opened++;
      if (alert.state !== 'acknowledged') alert.state = 'triggered';
      alert.events++;
      alerts.set(key, alert);
    } else if (known !== undefined && known.state !== 'resolved') {
      known.state = event.event_action === 'resolve' ? 'resolved' : 'acknowledged';
      known.events++;
    }
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: key } };
  };
  return { alerts, answer };
}
