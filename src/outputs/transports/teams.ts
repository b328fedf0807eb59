import { unsent } from '../delivery.ts';
import type { Transport } from '../routes/transport.ts';
import { type HttpEnvironment, postOnce } from '../send-request.ts';
import type { TeamsMessage } from '../teams/card.ts';
import { teamsDigest, teamsIncident } from '../teams/messages.ts';
import { plainTransport } from './plain.ts';

interface TeamsWebhook {
  /** Name of the variable, for errors. */
  readonly setting: string;
  readonly url: string;
}

/**
 * Teams by a workflow ("Post to a channel when a webhook request is received"). It answers 202 before the card is posted, so
 * a card that the workflow drops is not seen here; there are no threads.
 */
export function teams(options: TeamsWebhook, world: HttpEnvironment): Transport {
  return plainTransport({
    incidentBody: teamsIncident,
    digestBody: teamsDigest,
    post: (body, key) => postTeams(body, key, options, world),
  });
}

export async function postTeams(
  body: TeamsMessage,
  idempotencyKey: string,
  { setting, url }: TeamsWebhook,
  world: HttpEnvironment,
): Promise<void> {
  const text = await postOnce({ setting, url, body, idempotencyKey }, world);
  // The older connectors answer 200 and say in the body that they failed.
  const failed = /HTTP error (\d{3})/.exec(text ?? '')?.[1];
  if (failed !== undefined) throw unsent(`${setting}: Teams answered ${failed}.`);
}
