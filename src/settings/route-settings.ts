import { z } from 'zod';
import { ROUTE_KINDS, type RoutePolicy } from '../alerts/routing/route-policy.ts';
import { flagError } from './command/options.ts';
import {
  API_ADDRESS,
  checkedAddresses,
  checkedValue,
  type Expected,
  HTTP_ADDRESS,
  MAIL_ADDRESS,
  OUTPUT_VARIABLES,
  type OutputVariable,
  REPOSITORY,
  SMTP_ADDRESS,
  TOKEN,
} from './outputs-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that routes read where the policy names no others, in the order of `--help`. */
export const ROUTE_VARIABLES: readonly OutputVariable[] = [
  'SLACK_WEBHOOK_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_API_URL',
  'TEAMS_WEBHOOK_URL',
  'PAGERDUTY_ROUTING_KEY',
  'PAGERDUTY_API_URL',
  'WEBHOOK_URL',
  'WEBHOOK_TOKEN',
  'WEBHOOK_SECRET',
  'SMTP_URL',
  'MAIL_FROM',
  'MAIL_TO',
  'GITHUB_TOKEN',
  'GITHUB_REPOSITORY',
  'GITHUB_API_URL',
];

/** Where a route goes, with what its variables hold. Never printed: almost all of it is secret. */
export type RouteAddress =
  | {
      readonly to: 'mail';
      readonly setting: string;
      readonly smtpUrl: string;
      readonly from: string;
      readonly recipients: readonly string[];
    }
  | { readonly to: 'slack'; readonly setting: string; readonly url: string }
  | {
      readonly to: 'slack-bot';
      readonly setting: string;
      readonly apiUrl: string;
      readonly token: string;
      readonly channel: string;
    }
  | { readonly to: 'teams'; readonly setting: string; readonly url: string }
  | { readonly to: 'pagerduty'; readonly setting: string; readonly apiUrl: string; readonly key: string }
  | {
      readonly to: 'webhook';
      readonly setting: string;
      readonly url: string;
      readonly token: string | null;
      readonly secret: string | null;
    }
  | {
      readonly to: 'github';
      readonly apiUrl: string;
      readonly token: string;
      readonly repository: string;
      readonly acknowledgedLabel: string;
    };

/** A route that can be used, or the variables that it lacks. */
export type RouteReading = { readonly address: RouteAddress } | { readonly missing: readonly string[] };

const ROUTING_KEY: Expected = {
  schema: z.string().regex(/^[A-Za-z0-9]{32}$/),
  words: 'an integration key of 32 letters and digits',
};
const SECRET: Expected = {
  schema: z.string().regex(/^(?!whsec_)|^whsec_[A-Za-z0-9+/]{16,}={0,2}$/),
  words: 'text, or whsec_ and Base64',
};

interface Lookups {
  /** A variable without which the route cannot be used. */
  readonly needed: (name: string, expected: Expected) => string;
  readonly optional: (name: string, expected: Expected) => string | null;
  readonly recipients: (name: string) => readonly string[];
  readonly api: (name: 'SLACK_API_URL' | 'PAGERDUTY_API_URL' | 'GITHUB_API_URL') => string;
}

/**
 * Looks up what a route's variables hold.
 *
 * @throws MonitorError `bad-setting` (exit code 2) for a variable that holds something else; its value is not in the message.
 */
export function readRoute(route: RoutePolicy, env: Environment): RouteReading {
  const missing: string[] = [];
  const address = addressOf(route, {
    optional: (name, expected) => checkedValue(env, name, expected),
    needed: (name, expected) => {
      const value = checkedValue(env, name, expected);
      if (value === null) missing.push(name);
      return value ?? '';
    },
    recipients: (name) => {
      const addresses = checkedAddresses(env, name);
      if (addresses.length === 0) missing.push(name);
      return addresses;
    },
    api: (name) => checkedValue(env, name, API_ADDRESS) ?? OUTPUT_VARIABLES[name].fallback,
  });
  return missing.length > 0 ? { missing } : { address };
}

function addressOf(route: RoutePolicy, { needed, optional, recipients, api }: Lookups): RouteAddress {
  switch (route.to) {
    case 'mail':
      return {
        to: 'mail',
        setting: route.urlVariable,
        smtpUrl: needed(route.urlVariable, SMTP_ADDRESS),
        from: needed(route.fromVariable, MAIL_ADDRESS),
        recipients: recipients(route.recipientsVariable),
      };
    case 'slack': {
      const { channel, tokenVariable, urlVariable } = route;
      if (channel === undefined)
        return { to: 'slack', setting: urlVariable, url: needed(urlVariable, HTTP_ADDRESS) };
      const token = needed(tokenVariable, TOKEN);
      return { to: 'slack-bot', setting: tokenVariable, apiUrl: api('SLACK_API_URL'), token, channel };
    }
    case 'teams':
      return { to: 'teams', setting: route.urlVariable, url: needed(route.urlVariable, API_ADDRESS) };
    case 'pagerduty': {
      const key = needed(route.keyVariable, ROUTING_KEY);
      return { to: 'pagerduty', setting: route.keyVariable, apiUrl: api('PAGERDUTY_API_URL'), key };
    }
    case 'webhook':
      return {
        to: 'webhook',
        setting: route.urlVariable,
        url: needed(route.urlVariable, HTTP_ADDRESS),
        token: optional(route.tokenVariable, TOKEN),
        secret: optional(route.secretVariable, SECRET),
      };
    case 'github':
      return {
        to: 'github',
        apiUrl: api('GITHUB_API_URL'),
        token: needed(route.tokenVariable, TOKEN),
        repository: route.repository ?? needed('GITHUB_REPOSITORY', REPOSITORY),
        acknowledgedLabel: route.acknowledgedLabel,
      };
  }
}

/**
 * The kinds of routes that a command's `--to` names; all where it names none.
 *
 * @throws MonitorError `bad-flag` (exit code 2) for another word.
 */
export function routeKinds(given: readonly string[]): readonly RoutePolicy['to'][] {
  if (given.length === 0) return ROUTE_KINDS;
  return given.map((name) => {
    const kind = ROUTE_KINDS.find((known) => known === name);
    if (kind === undefined) throw flagError(`--to must be one of ${ROUTE_KINDS.join(', ')}, not "${name}".`);
    return kind;
  });
}
