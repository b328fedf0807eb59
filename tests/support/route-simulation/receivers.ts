import { type Answer, type Call, type HttpServer, httpServer } from '../http.ts';
import { githubRepository } from '../receivers/github.ts';
import { pagerDutyService } from '../receivers/pagerduty.ts';
import { signedWebhook } from '../receivers/signed-webhook.ts';
import { slackHook, slackWorkspace } from '../receivers/slack.ts';
import { cardTexts, teamsWorkflow } from '../receivers/teams.ts';
import { type MailServer, mailServer } from '../smtp.ts';

/** How a receiver behaves during one run. */
export type Mood = 'fine' | 'refuses' | 'loses-answers' | 'limits';

export interface Received {
  readonly incident: string;
  readonly kind: string;
  /** Whether the message says that it may repeat an earlier one. */
  readonly mayRepeat: boolean;
}

export const ROUTES = [
  { to: 'pagerduty', severity: ['critical', 'high'] },
  { to: 'slack', channel: 'C0123456' },
  { to: 'slack', name: 'slack-science', owner: 'Data science', digest: 'weekly' },
  { to: 'teams', owner: 'Business', segment: '*' },
  { to: 'teams', name: 'teams-daily', digest: 'daily' },
  { to: 'webhook' },
  { to: 'github' },
  { to: 'mail', severity: ['critical', 'low'], digest: 'weekly' },
] as const;
export const ROUTE_NAMES = ROUTES.map((route) => ('name' in route ? route.name : route.to));
export type RouteName = (typeof ROUTE_NAMES)[number];
/** Receivers that recognise a repeated message. */
export const EXACT: ReadonlySet<RouteName> = new Set(['pagerduty', 'github']);

const SECRET = `whsec_${btoa('a secret of thirty-two characters')}`;
const REFUSED: Answer = { status: 401 };
const LIMITED: Answer = { status: 429, headers: { 'Retry-After': '1' } };

export interface Receivers {
  readonly env: Readonly<Record<string, string>>;
  setMood(route: RouteName, mood: Mood): void;
  /** What a route received since it was last asked. */
  take(route: RouteName): Received[];
  readonly pager: ReturnType<typeof pagerDutyService>;
  readonly hub: ReturnType<typeof githubRepository>;
  close(): Promise<void>;
}

/** Loopback servers of all routes, each of which checks what the real one demands and may have a bad day. */
export async function openReceivers(now: () => number): Promise<Receivers> {
  const moods = new Map<RouteName, Mood>();
  const inbox = new Map<RouteName, Received[]>(ROUTE_NAMES.map((name) => [name, []]));
  const [pager, hub, workspace] = [pagerDutyService(), githubRepository(), slackWorkspace()];
  const believes = signedWebhook(SECRET, now);
  const services: Readonly<
    Record<string, readonly [RouteName, (call: Call) => Answer, (call: Call) => string[]]>
  > = {
    '/v2/enqueue': ['pagerduty', pager.answer, pagerText],
    '/api/chat.postMessage': ['slack', workspace.answer, slackTexts],
    '/science': ['slack-science', slackHook, slackTexts],
    '/teams': ['teams', teamsWorkflow, (call) => [(cardTexts(call.body) ?? []).join('\n')]],
    '/teams-daily': ['teams-daily', teamsWorkflow, (call) => [(cardTexts(call.body) ?? []).join('\n')]],
    '/hook': ['webhook', believes, webhookTexts],
  };
  let calls = 0;
  const answer = (call: Call): Answer => {
    const isHub = call.path.startsWith('/repos/');
    const [name, perform, textsOf] = isHub
      ? (['github', hub.answer, githubTexts] as const)
      : (services[call.path.replace(/\?.*/, '')] ??
        (['webhook', (): Answer => ({ status: 404 }), (): string[] => []] as const));
    const mood = moods.get(name) ?? 'fine';
    if (mood === 'refuses') return REFUSED;
    if (mood === 'limits' && calls++ % 2 === 0) return LIMITED;
    const given = perform(call);
    const isTaken = given.status < 300 && (given.body as { ok?: boolean } | undefined)?.ok !== false;
    if (isTaken && call.method === 'POST')
      for (const text of textsOf(call)) inbox.get(name)?.push(...newsIn(text));
    return mood === 'loses-answers' && call.method === 'POST' ? { status: 502 } : given;
  };
  const server: HttpServer = await httpServer(answer);
  let isRefusingMail = false;
  const smtp: MailServer = await mailServer({
    onMailFrom: (_address, _session, done) => done(isRefusingMail ? new Error('no') : null),
  });
  return {
    setMood(route, mood) {
      moods.set(route, mood);
      if (route === 'mail') isRefusingMail = mood === 'refuses';
    },
    pager,
    hub,
    take(route) {
      if (route === 'mail') {
        for (const { message } of smtp.deliveries.splice(0))
          inbox.get('mail')?.push(...newsIn(mailText(message)));
      }
      return inbox.get(route)?.splice(0) ?? [];
    },
    env: {
      PAGERDUTY_API_URL: server.url,
      PAGERDUTY_ROUTING_KEY: 'x'.repeat(32),
      SLACK_API_URL: `${server.url}/api`,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_WEBHOOK_URL: `${server.url}/science`,
      TEAMS_WEBHOOK_URL: `${server.url}/teams`,
      TEAMS_DAILY_URL: `${server.url}/teams-daily`,
      WEBHOOK_URL: `${server.url}/hook`,
      WEBHOOK_SECRET: SECRET,
      GITHUB_API_URL: server.url,
      GITHUB_TOKEN: 'ghs_token',
      GITHUB_REPOSITORY: 'team/api',
      SMTP_URL: `smtp://monitor:s3cret@127.0.0.1:${smtp.port}?tls.rejectUnauthorized=false`,
      MAIL_FROM: 'monitor@example.org',
      MAIL_TO: 'team@example.org',
    },
    close: async () => {
      await server.close();
      await smtp.close();
    },
  };
}

/** What a text says: "✕ Opened: data-drift", and of which incident. */
function newsIn(text: string): Received[] {
  const parts = text.split(/(?=[✓▲✕?] (?:Opened|Worse|Still open|Acknowledged|Over): )/);
  return parts.flatMap((part) => {
    const [, kind] = /^[✓▲✕?] (Opened|Worse|Still open|Acknowledged|Over): /.exec(part) ?? [];
    const [, incident] = /Case ([a-z0-9._-]+)\./.exec(part) ?? [];
    if (kind === undefined || incident === undefined) return [];
    return [{ kind, incident, mayRepeat: part.includes('not known whether') }];
  });
}

interface SlackBody {
  readonly blocks: readonly {
    readonly text?: { readonly text: string };
    readonly fields?: readonly { readonly text: string }[];
  }[];
}
const slackTexts = ({ body }: Call): string[] => [
  (body as SlackBody).blocks
    .map(({ text, fields = [] }) => [text?.text, ...fields.map((field) => field.text)].join('\n'))
    .join('\n'),
];

function pagerText({ body }: Call): string[] {
  const {
    event_action: action,
    dedup_key: key,
    payload,
  } = body as {
    event_action: string;
    dedup_key: string;
    payload?: { custom_details: { State: string } };
  };
  const words =
    { resolve: '✓ Over: x', acknowledge: '✕ Acknowledged: x' }[action] ?? payload?.custom_details.State;
  return [`${words}\nCase ${key}.`];
}

const WORDS: Readonly<Record<string, string>> = {
  opened: 'Opened',
  worse: 'Worse',
  reminder: 'Still open',
  recovered: 'Over',
};
function webhookTexts({ body }: Call): string[] {
  const { state, incident, mayRepeat } = body as {
    state: string;
    incident: { id: string };
    mayRepeat: boolean;
  };
  return [`✕ ${WORDS[state]}: x\nCase ${incident.id}. ${mayRepeat ? 'not known whether' : ''}`];
}

/** Only what is written: issues and comments; a comment names its incident by its mark. */
const githubTexts = ({ body }: Call): string[] => [
  String((body as { body?: string }).body ?? '').replaceAll('\\', ''),
];

/** The plain part of a mail, decoded. */
function mailText(message: string): string {
  const plain = message.split('Content-Type: text/plain')[1]?.split('Content-Type: text/html')[0] ?? '';
  if (/base64/i.test(plain.slice(0, 200))) {
    const packed = /\r\n\r\n([\s\S]*?)\r\n\r?\n?--/.exec(plain)?.[1] ?? '';
    return Buffer.from(packed, 'base64').toString('utf8');
  }
  const joined = plain.replace(/=\r\n/g, '');
  return joined.replace(/((?:=[0-9A-F]{2})+)/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
  );
}
