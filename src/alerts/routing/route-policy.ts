import { z } from 'zod';
import { SEVERITIES } from '../../report/schema/model.ts';

/** When a route that tells of reports does so. */
export const TELL_WHEN = ['always', 'on-change', 'on-red'] as const;
export type TellWhen = (typeof TELL_WHEN)[number];

/** The name of an environment variable, never what it holds; its first word says what it may be used for. */
const variable = (prefix: string, meaning: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}_[A-Z0-9_]{1,80}$`),
      `expected the name of an environment variable that begins with ${prefix}_; what is secret stays in that variable`,
    )
    .describe(meaning);

const text = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'expected one line of text');
const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1).max(50)]);

/** Names of markers' directories that are no route's. */
const RESERVED = new Set(['acknowledged', 'issue', 'outages']);

const common = {
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected lower-case letters, digits and "-", at most 31')
    .refine((name) => !RESERVED.has(name), 'this name is taken; choose another')
    .optional()
    .describe('needed where two routes go to the same kind of place: what was told is remembered under it'),
  owner: oneOrMore(text).optional().describe('only incidents of these owners'),
  severity: oneOrMore(z.enum(SEVERITIES)).optional().describe('only incidents that reached one of these'),
  segment: oneOrMore(text)
    .optional()
    .describe('only incidents of these segments or features; * stands for any text'),
};
const digest = z
  .enum(['daily', 'weekly'])
  .optional()
  .describe('incidents of low severity: together, in the first report of each day or week');
const tell = z
  .enum(['incidents', 'reports'])
  .default('incidents')
  .describe(
    'incidents, one message for each change; or every report, as mail and Slack are told without routes',
  );
const when = z.enum(TELL_WHEN).default('always').describe('with tell: reports');
/** Of places that take a message, of an incident or of a whole report. */
const ofMessages = { ...common, tell, when, digest };

const mailRoute = z.strictObject({
  to: z.literal('mail'),
  ...ofMessages,
  urlVariable: variable('SMTP', 'smtp:// or smtps:// address').default('SMTP_URL'),
  fromVariable: variable('MAIL', 'sender').default('MAIL_FROM'),
  recipientsVariable: variable('MAIL', 'recipients, separated by commas').default('MAIL_TO'),
});

const slackRoute = z.strictObject({
  to: z.literal('slack'),
  ...ofMessages,
  urlVariable: variable('SLACK', 'incoming webhook, where no channel is given').default('SLACK_WEBHOOK_URL'),
  channel: z
    .string()
    .regex(/^[CGD][A-Z0-9]{5,20}$/, 'expected the id of a channel, such as C0123456789')
    .optional()
    .describe('posts as a bot, one thread for each incident; a webhook cannot make threads'),
  tokenVariable: variable('SLACK', 'bot token (chat:write), where a channel is given').default(
    'SLACK_BOT_TOKEN',
  ),
});

const teamsRoute = z.strictObject({
  to: z.literal('teams'),
  ...ofMessages,
  urlVariable: variable('TEAMS', 'address of a workflow that posts what a webhook receives').default(
    'TEAMS_WEBHOOK_URL',
  ),
});

const pagerDutyRoute = z.strictObject({
  to: z.literal('pagerduty'),
  ...common,
  keyVariable: variable('PAGERDUTY', 'integration key of a service (Events API v2)').default(
    'PAGERDUTY_ROUTING_KEY',
  ),
});

const webhookRoute = z.strictObject({
  to: z.literal('webhook'),
  ...ofMessages,
  urlVariable: variable('WEBHOOK', 'address that takes JSON by POST').default('WEBHOOK_URL'),
  tokenVariable: variable('WEBHOOK', 'bearer token; nothing is sent where it is not set').default(
    'WEBHOOK_TOKEN',
  ),
  secretVariable: variable('WEBHOOK', 'key of the signature; nothing is signed where it is not set').default(
    'WEBHOOK_SECRET',
  ),
});

const githubRoute = z.strictObject({
  to: z.literal('github'),
  ...common,
  tell,
  repository: z
    .string()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'expected owner/name')
    .optional()
    .describe('default: GITHUB_REPOSITORY'),
  tokenVariable: variable('GITHUB', 'token that may write issues').default('GITHUB_TOKEN'),
  acknowledgedLabel: text
    .max(50)
    .default('acknowledged')
    .describe('an issue with this label acknowledges its incident: no route reminds of it'),
});

const routePolicy = z.discriminatedUnion('to', [
  mailRoute,
  slackRoute,
  teamsRoute,
  pagerDutyRoute,
  webhookRoute,
  githubRoute,
]);

export type RoutePolicy = z.output<typeof routePolicy>;

/** Who is told of what. A route's name is `name`, else what it goes `to`. */
export const routesPolicy = z
  .array(routePolicy)
  .max(50)
  .superRefine((routes, context) => {
    for (const [i, route] of routes.entries()) {
      const first = routes.findIndex((other) => routeName(other) === routeName(route));
      if (first !== i) {
        const message = `routes.${first} is called "${routeName(route)}" too; give one of them a name of its own`;
        context.addIssue({ code: 'custom', path: [i, 'name'], message });
      }
    }
  })
  .default([])
  .describe(
    'who is told of which incidents; without a route that tells of reports, mail, Slack, webhook and issue are told of them as their variables say',
  );

export const ROUTE_KINDS = [
  'mail',
  'slack',
  'teams',
  'pagerduty',
  'webhook',
  'github',
] as const satisfies readonly RoutePolicy['to'][];

export const routeName = ({ name, to }: Pick<RoutePolicy, 'name' | 'to'>): string => name ?? to;
