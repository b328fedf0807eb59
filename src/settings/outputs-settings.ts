import { z } from 'zod';
import { MONITOR } from '../command-names.ts';
import { configurationError } from '../monitor-error.ts';

/** Variables of the commands that send messages: mail, chat, webhook, GitHub. A build needs none of them. */
export const OUTPUT_VARIABLES = {
  SMTP_URL: {
    fallback: null,
    meaning:
      'smtp://user:password@host:587 (STARTTLS) or smtps://…:465; options as query, such as ?name=me.example',
  },
  MAIL_FROM: { fallback: null, meaning: 'sender, such as Lead Scoring <monitor@example.org>' },
  MAIL_TO: { fallback: null, meaning: 'recipients, separated by commas' },
  SLACK_WEBHOOK_URL: { fallback: null, meaning: 'Slack incoming webhook' },
  SLACK_BOT_TOKEN: { fallback: null, meaning: 'bot token (chat:write), for a thread for each incident' },
  SLACK_API_URL: { fallback: 'https://slack.com/api', meaning: 'Slack Web API' },
  TEAMS_WEBHOOK_URL: { fallback: null, meaning: 'Teams workflow that posts what a webhook receives' },
  PAGERDUTY_ROUTING_KEY: { fallback: null, meaning: 'integration key of a service (Events API v2)' },
  PAGERDUTY_API_URL: {
    fallback: 'https://events.pagerduty.com',
    meaning: 'PagerDuty events; https://events.eu.pagerduty.com for accounts in the EU',
  },
  WEBHOOK_URL: { fallback: null, meaning: 'any other address that takes JSON by POST' },
  WEBHOOK_TOKEN: { fallback: null, meaning: 'bearer token for WEBHOOK_URL' },
  WEBHOOK_SECRET: {
    fallback: null,
    meaning: 'key of the signature (Standard Webhooks): whsec_ and Base64, or any text',
  },
  GITHUB_TOKEN: {
    fallback: null,
    meaning: 'opens and closes the issue; set by GitHub Actions where granted',
  },
  GITHUB_REPOSITORY: { fallback: null, meaning: 'owner/name; set by GitHub Actions' },
  GITHUB_API_URL: { fallback: 'https://api.github.com', meaning: 'GitHub API; set by GitHub Actions' },
  GITHUB_STEP_SUMMARY: { fallback: null, meaning: 'file of the job summary; set by GitHub Actions' },
  HEALTH_LOG: {
    fallback: 'logs/health.jsonl',
    meaning: `where ${MONITOR} probe appends what /health answered`,
  },
} as const satisfies Record<string, { fallback: string | null; meaning: string }>;

export type OutputVariable = keyof typeof OUTPUT_VARIABLES;

export interface OutputsSettings {
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly mailTo: readonly string[];
  readonly slackWebhookUrl: string | null;
  readonly webhookUrl: string | null;
  readonly webhookToken: string | null;
  readonly github: {
    readonly token: string | null;
    readonly repository: string | null;
    readonly apiUrl: string;
    readonly stepSummary: string | null;
  };
  readonly healthLog: string;
}

/** What a variable must hold, and the same in words. */
export interface Expected {
  readonly schema: z.ZodType<string>;
  readonly words: string;
}

const url = z.url({ protocol: /^https?$/ });
const hasNoLogin = (text: string): boolean => {
  const { username, password } = URL.parse(text) ?? {};
  return `${username ?? ''}${password ?? ''}` === '';
};
const isLocal = (text: string): boolean => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(text);

/** `fetch` refuses an address with a login in it. */
export const HTTP_ADDRESS: Expected = {
  schema: url.refine(hasNoLogin),
  words: 'an http(s) URL without user and password',
};
/** Address of an API that is sent a token. */
export const API_ADDRESS: Expected = {
  schema: HTTP_ADDRESS.schema.refine((text) => text.startsWith('https://') || isLocal(text)),
  words: 'an https:// URL without user and password',
};
export const SMTP_ADDRESS: Expected = {
  schema: z
    .string()
    .regex(/^smtps?:\/\/\S+$/)
    .refine((text) => URL.canParse(text)),
  words: 'an smtp:// or smtps:// URL',
};
/** An address, or a name and an address in angle brackets; one line. */
export const MAIL_ADDRESS: Expected = {
  schema: z.string().regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/),
  words: 'one mail address, such as Lead Scoring <monitor@example.org>',
};
/** A header's value: another character ends it, or makes `fetch` refuse the request. */
export const TOKEN: Expected = {
  schema: z.string().regex(/^[\x21-\x7e]{1,4096}$/),
  words: 'one word of printable ASCII characters',
};
export const REPOSITORY: Expected = {
  schema: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  words: 'owner/name',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable without spaces around it; null where it is not set. */
export function variableValue(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

/**
 * The checked value of a variable; null where it is not set.
 *
 * @throws MonitorError `bad-setting` (exit code 2) that names the variable and not its value, which may hold a password.
 */
export function checkedValue(env: Environment, name: string, { schema, words }: Expected): string | null {
  const value = variableValue(env, name);
  if (value === null || schema.safeParse(value).success) return value;
  throw configurationError('bad-setting', `${name} must be ${words}.`);
}

/** Mail addresses separated by commas. @throws as `checkedValue`. */
export function checkedAddresses(env: Environment, name: string): readonly string[] {
  const addresses = (variableValue(env, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (addresses.every((address) => MAIL_ADDRESS.schema.safeParse(address).success)) return addresses;
  throw configurationError('bad-setting', `${name} must be mail addresses separated by commas.`);
}

/**
 * Reads the settings of every output other than the site.
 *
 * @throws MonitorError `bad-setting` (exit code 2) that names the variable and what was expected, but not its value, which
 *   may contain a password.
 */
export function readOutputsSettings(env: Environment): OutputsSettings {
  const get = (name: OutputVariable): string | null => variableValue(env, name);
  const checked = (name: OutputVariable, expected: Expected): string | null =>
    checkedValue(env, name, expected);
  return {
    smtpUrl: checked('SMTP_URL', SMTP_ADDRESS),
    mailFrom: checked('MAIL_FROM', MAIL_ADDRESS),
    mailTo: checkedAddresses(env, 'MAIL_TO'),
    slackWebhookUrl: checked('SLACK_WEBHOOK_URL', HTTP_ADDRESS),
    webhookUrl: checked('WEBHOOK_URL', HTTP_ADDRESS),
    webhookToken: checked('WEBHOOK_TOKEN', TOKEN),
    github: {
      token: checked('GITHUB_TOKEN', TOKEN),
      repository: checked('GITHUB_REPOSITORY', REPOSITORY),
      apiUrl: checked('GITHUB_API_URL', HTTP_ADDRESS) ?? OUTPUT_VARIABLES.GITHUB_API_URL.fallback,
      stepSummary: get('GITHUB_STEP_SUMMARY'),
    },
    healthLog: get('HEALTH_LOG') ?? OUTPUT_VARIABLES.HEALTH_LOG.fallback,
  };
}

/** The variables with their meaning, for `--help`. Values are not shown: most are secrets. */
export function outputsHelp(names: readonly OutputVariable[]): string {
  const lines = names.flatMap((name) => {
    const { fallback, meaning } = OUTPUT_VARIABLES[name];
    return [`  ${name}`, `      ${meaning}${fallback === null ? '' : ` (default ${fallback})`}`];
  });
  return ['Settings (environment):', '', ...lines].join('\n');
}
