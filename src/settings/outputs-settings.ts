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
  WEBHOOK_URL: { fallback: null, meaning: 'any other address that takes JSON by POST' },
  WEBHOOK_TOKEN: { fallback: null, meaning: 'bearer token for WEBHOOK_URL' },
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

const httpUrl = z.url({ protocol: /^https?$/ });
const smtpUrl = z.string().regex(/^smtps?:\/\/\S+$/);
/** An address, or a name and an address in angle brackets; one line. */
const address = z.string().regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/);
const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/);

/**
 * Reads the settings of every output other than the site.
 *
 * @throws MonitorError `bad-setting` (exit code 2) that names the variable and what was expected, but not its value, which
 *   may contain a password.
 */
export function readOutputsSettings(env: Readonly<Record<string, string | undefined>>): OutputsSettings {
  const get = (name: OutputVariable): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const checked = (name: OutputVariable, schema: z.ZodType<string>, expected: string): string | null => {
    const value = get(name);
    if (value === null || schema.safeParse(value).success) return value;
    throw configurationError('bad-setting', `${name} must be ${expected}.`);
  };
  const recipients = (get('MAIL_TO') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (recipients.some((recipient) => !address.safeParse(recipient).success)) {
    throw configurationError('bad-setting', 'MAIL_TO must be mail addresses separated by commas.');
  }
  return {
    smtpUrl: checked('SMTP_URL', smtpUrl, 'an smtp:// or smtps:// URL'),
    mailFrom: checked('MAIL_FROM', address, 'one mail address, such as Lead Scoring <monitor@example.org>'),
    mailTo: recipients,
    slackWebhookUrl: checked('SLACK_WEBHOOK_URL', httpUrl, 'an http(s) URL'),
    webhookUrl: checked('WEBHOOK_URL', httpUrl, 'an http(s) URL'),
    webhookToken: get('WEBHOOK_TOKEN'),
    github: {
      token: get('GITHUB_TOKEN'),
      repository: checked('GITHUB_REPOSITORY', repository, 'owner/name'),
      apiUrl:
        checked('GITHUB_API_URL', httpUrl, 'an http(s) URL') ?? OUTPUT_VARIABLES.GITHUB_API_URL.fallback,
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
