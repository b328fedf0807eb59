import { github } from '../transports/github.ts';
import { mail } from '../transports/mail.ts';
import { pagerDuty } from '../transports/pagerduty.ts';
import { slackBot, slackWebhook } from '../transports/slack.ts';
import { teams } from '../transports/teams.ts';
import { webhook } from '../transports/webhook.ts';
import type { Transport, TransportEnvironment } from './transport.ts';

type Options<T extends (...given: never[]) => Transport> = Parameters<T>[0];

/** Where a route goes, with its secrets. */
export type Destination =
  | ({ readonly to: 'mail' } & Options<typeof mail>)
  | ({ readonly to: 'slack' } & Options<typeof slackWebhook>)
  | ({ readonly to: 'slack-bot' } & Options<typeof slackBot>)
  | ({ readonly to: 'teams' } & Options<typeof teams>)
  | ({ readonly to: 'pagerduty' } & Options<typeof pagerDuty>)
  | ({ readonly to: 'webhook' } & Options<typeof webhook>)
  | ({ readonly to: 'github' } & Options<typeof github>);

export function transportOf(destination: Destination, world: TransportEnvironment): Transport {
  switch (destination.to) {
    case 'mail':
      return mail(destination, world.onRefused);
    case 'slack':
      return slackWebhook(destination, world);
    case 'slack-bot':
      return slackBot(destination, world);
    case 'teams':
      return teams(destination, world);
    case 'pagerduty':
      return pagerDuty(destination, world);
    case 'webhook':
      return webhook(destination, world);
    case 'github':
      return github(destination, world);
  }
}
