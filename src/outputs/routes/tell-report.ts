import type { Brief } from '../brief.ts';
import { syncIssue } from '../github/issue.ts';
import { composeMail } from '../mail/compose.ts';
import { sendMail } from '../mail/send.ts';
import type { Published } from '../published.ts';
import { postOnce } from '../send-request.ts';
import { slackMessage } from '../slack/report.ts';
import { teamsReport } from '../teams/messages.ts';
import { postMessage, slackBotBody } from '../transports/slack.ts';
import { postTeams } from '../transports/teams.ts';
import { postWebhook, webhookPayload } from '../transports/webhook.ts';
import type { TransportEnvironment } from './transport.ts';
import type { Destination } from './transport-of.ts';

/** A report to tell of. */
export interface ReportMessage extends Published {
  readonly brief: Brief;
  /** Address of the report; null where the site's is not known. */
  readonly link: string | null;
  readonly title: string;
}

/** Receivers that can be told of whole reports. */
export type ReportDestination = Exclude<Destination, { readonly to: 'pagerduty' }>;

/** What would be sent, for a dry run. Contains no secrets. */
export function previewReport(to: ReportDestination['to'], { brief, link, title }: ReportMessage): unknown {
  switch (to) {
    case 'slack':
    case 'slack-bot':
      return slackMessage(brief, link, title);
    case 'teams':
      return teamsReport(brief, link, title);
    case 'webhook':
      return webhookPayload(brief, link, title);
    case 'mail':
      return { mail: brief.headline };
    case 'github':
      return { issue: brief.status };
  }
}

/**
 * Tells of a report.
 *
 * @param key equal for all attempts at one message.
 * @throws MonitorError `request-failed` or `delivery-unknown` (exit code 4), without address and secrets.
 */
export async function sendReport(
  destination: ReportDestination,
  message: ReportMessage,
  key: string,
  world: TransportEnvironment,
): Promise<void> {
  const { brief, link, title, report } = message;
  switch (destination.to) {
    case 'slack': {
      const body = slackMessage(brief, link, title);
      await postOnce(
        { setting: destination.setting, url: destination.url, body, idempotencyKey: key },
        world,
      );
      return;
    }
    case 'slack-bot':
      await postMessage(
        slackBotBody(destination, slackMessage(brief, link, title), null),
        key,
        destination,
        world,
      );
      return;
    case 'teams':
      return await postTeams(teamsReport(brief, link, title), key, destination, world);
    case 'webhook':
      return await postWebhook(webhookPayload(brief, link, title), key, destination, world);
    case 'mail': {
      const { setting, smtpUrl, from, recipients } = destination;
      const composed = composeMail({ ...message, permalink: link, from, to: recipients });
      const refused = await sendMail(smtpUrl, composed, { setting });
      if (refused.length > 0) world.onRefused(refused);
      return;
    }
    case 'github': {
      const { generatedAt } = report;
      await syncIssue({ ...destination, brief, generatedAt, permalink: link, title }, world);
    }
  }
}
