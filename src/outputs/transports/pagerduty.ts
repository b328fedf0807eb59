import type { Severity } from '../../report/schema/model.ts';
import { incidentWords } from '../routes/incident-words.ts';
import { type IncidentMessage, seenBy, type Transport } from '../routes/transport.ts';
import { type HttpEnvironment, requestText } from '../send-request.ts';

interface PagerDuty {
  /** Name of the variable, for errors. */
  readonly setting: string;
  readonly apiUrl: string;
  /** Integration key of a service. */
  readonly key: string;
}

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
};
const MAX_SUMMARY_CHARACTERS = 1024;

/**
 * PagerDuty's Events API v2. The incident's id is the `dedup_key`: one alert for its whole life, and an event that is sent
 * again changes nothing. https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export function pagerDuty({ setting, apiUrl, key }: PagerDuty, world: HttpEnvironment): Transport {
  const url = `${apiUrl.replace(/\/$/, '')}/v2/enqueue`;
  return {
    exact: true,
    tellsAcknowledged: true,
    preview: pagerDutyEvent,
    async incident(message) {
      const body = { routing_key: key, ...pagerDutyEvent(message) };
      await requestText({ setting, url, method: 'POST', body }, world);
      return null;
    },
  };
}

/** The event without the integration key. */
function pagerDutyEvent(message: IncidentMessage): object {
  const { news, title, link } = message;
  const { kind, incident } = news;
  const links = link === null ? {} : { links: [{ href: link, text: 'Open the report' }] };
  if (kind === 'recovered') return { event_action: 'resolve', dedup_key: incident.id, ...links };
  if (kind === 'acknowledged') return { event_action: 'acknowledge', dedup_key: incident.id, ...links };
  const words = incidentWords(news);
  return {
    event_action: 'trigger',
    dedup_key: incident.id,
    client: title,
    ...(link === null ? {} : { client_url: link }),
    ...links,
    payload: {
      summary: [...`${words.title}: ${words.explanation}`].slice(0, MAX_SUMMARY_CHARACTERS).join(''),
      source: title === '' ? 'lead-scoring-monitor' : title,
      severity: SEVERITY[incident.severity],
      timestamp: incident.openedAt,
      component: incident.segment ?? 'all leads',
      group: incident.owner,
      class: incident.rule,
      custom_details: {
        ...Object.fromEntries(words.facts.map(({ label, value }) => [label, value])),
        State: words.head,
        ...(words.action === null ? {} : { 'What to do': words.action }),
        'Seen by': seenBy(message),
      },
    },
  };
}
