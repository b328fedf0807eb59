import { afterEach, describe, expect, test } from 'vitest';
import { mayHaveArrived } from '../../src/outputs/delivery.ts';
import type { NewsKind } from '../../src/outputs/routes/due.ts';
import type { DigestMessage, Transport } from '../../src/outputs/routes/transport.ts';
import { github } from '../../src/outputs/transports/github.ts';
import { mail } from '../../src/outputs/transports/mail.ts';
import { pagerDuty } from '../../src/outputs/transports/pagerduty.ts';
import { slackBot, slackWebhook } from '../../src/outputs/transports/slack.ts';
import { teams } from '../../src/outputs/transports/teams.ts';
import { webhook } from '../../src/outputs/transports/webhook.ts';
import { fixtureIncident, fixtureMessage, fixtureNews } from '../support/fixtures/incident.ts';
import { PAYLOADS } from '../support/hostile/payloads.ts';
import { type Answer, type Call, type HttpServer, httpServer } from '../support/http.ts';
import { githubRepository } from '../support/receivers/github.ts';
import { pagerDutyService } from '../support/receivers/pagerduty.ts';
import { signedWebhook } from '../support/receivers/signed-webhook.ts';
import { slackHook, slackWorkspace } from '../support/receivers/slack.ts';
import { cardTexts, teamsWorkflow } from '../support/receivers/teams.ts';
import { type MailServer, mailServer } from '../support/smtp.ts';

/** Every transport against a server that demands what the real one does. */

const NOW = Date.UTC(2026, 1, 12, 12);
const pauses: number[] = [];
const world = {
  fetchImpl: fetch,
  sleep: async (ms: number) => void pauses.push(ms),
  now: () => NOW,
  timeoutMs: 2_000,
};
const SECRET = 's3cret-s3cret-s3cret-s3cret-s3cr';

let server: HttpServer | null = null;
let smtp: MailServer | null = null;
async function serve(answer: (call: Call, index: number) => Answer): Promise<HttpServer> {
  server = await httpServer(answer);
  return server;
}
afterEach(async () => {
  pauses.length = 0;
  await server?.close();
  await smtp?.close();
  server = null;
  smtp = null;
});

const KINDS: readonly NewsKind[] = ['opened', 'worse', 'reminder', 'recovered'];
const digest = (count: number, over: Parameters<typeof fixtureIncident>[0] = {}): DigestMessage => {
  const { news: _, thread: __, ...envelope } = fixtureMessage();
  const news = Array.from({ length: count }, (_item, i) =>
    fixtureNews(KINDS[i % 4], { ...over, id: `a.${i}`, severity: 'low', peak: 'low' }),
  );
  return { ...envelope, news, period: '2026-02-09' };
};
/** An incident of which every text is long. */
const LONG = {
  title: 'T'.repeat(3_000),
  explanation: '& < > * '.repeat(3_000),
  action: 'é🚀'.repeat(3_000),
  owner: 'o'.repeat(500),
  segment: 's'.repeat(500),
  explains: Array.from({ length: 5 }, () => ({
    kind: 'feature' as const,
    name: 'n'.repeat(900),
    detail: 'd'.repeat(900),
  })),
};

interface Receiver {
  readonly transport: Transport;
  /** Every text that was received. */
  readonly texts: () => readonly string[];
}
const HTTP_RECEIVERS: Readonly<Record<string, () => Promise<Receiver>>> = {
  async 'Slack’s webhook'() {
    const { url, calls } = await serve(slackHook);
    const transport = slackWebhook({ setting: 'SLACK_WEBHOOK_URL', url: `${url}/${SECRET}` }, world);
    return { transport, texts: () => calls.map(({ text }) => text) };
  },
  async 'Slack’s bot'() {
    const { url, calls } = await serve(slackWorkspace({ token: `xoxb-${SECRET}` }).answer);
    const options = {
      setting: 'SLACK_BOT_TOKEN',
      apiUrl: `${url}/api`,
      token: `xoxb-${SECRET}`,
      channel: 'C0123456',
    };
    return { transport: slackBot(options, world), texts: () => calls.map(({ text }) => text) };
  },
  async Teams() {
    const { url, calls } = await serve(teamsWorkflow);
    const transport = teams({ setting: 'TEAMS_WEBHOOK_URL', url: `${url}/workflows?sig=${SECRET}` }, world);
    return { transport, texts: () => calls.map(({ text }) => text) };
  },
  async PagerDuty() {
    const { url, calls } = await serve(pagerDutyService().answer);
    const transport = pagerDuty({ setting: 'PAGERDUTY_ROUTING_KEY', apiUrl: url, key: SECRET }, world);
    return { transport, texts: () => calls.map(({ text }) => text.replace(SECRET, '')) };
  },
  async 'a webhook'() {
    const { url, calls } = await serve(signedWebhook(`whsec_${btoa(SECRET)}`, () => NOW));
    const options = { setting: 'WEBHOOK_URL', url, token: SECRET, secret: `whsec_${btoa(SECRET)}` };
    return { transport: webhook(options, world), texts: () => calls.map(({ text }) => text) };
  },
  async GitHub() {
    const { url, calls } = await serve(githubRepository().answer);
    const options = {
      apiUrl: url,
      token: 'ghs_token',
      repository: 'team/api',
      acknowledgedLabel: 'acknowledged',
    };
    return { transport: github(options, world), texts: () => calls.map(({ text }) => text) };
  },
};
const RECEIVERS: typeof HTTP_RECEIVERS = {
  ...HTTP_RECEIVERS,
  async Mail() {
    smtp = await mailServer();
    const transport = mail(mailOptions(smtp), () => undefined);
    return { transport, texts: () => smtp?.deliveries.map(({ message }) => message) ?? [] };
  },
};
const mailOptions = ({ port }: MailServer) => ({
  setting: 'SMTP_URL',
  smtpUrl: `smtp://monitor:s3cret@127.0.0.1:${port}?tls.rejectUnauthorized=false`,
  from: 'M <m@example.org>',
  recipients: ['a@example.org'],
});

describe.each(Object.entries(RECEIVERS))('%s', (name, receive) => {
  test('accepts every kind of message, with title and report', async () => {
    const { transport, texts } = await receive();
    for (const kind of KINDS) await transport.incident(fixtureMessage(fixtureNews(kind)));
    const all = texts().join('\n').replaceAll('\\/', '/');
    if (name !== 'PagerDuty') expect(all).toContain('Data drift');
    expect(all.replace(/=\r?\n/g, '')).toContain('https://team.example/repo/reports/2026-02-12/');
    expect(all).not.toContain(SECRET);
  });

  test('accepts what is too long for it, cut', async () => {
    const { transport, texts } = await receive();
    const before = texts().length;
    for (const kind of KINDS) await transport.incident(fixtureMessage(fixtureNews(kind, LONG)));
    expect(texts().length).toBeGreaterThan(before);
  });

  test('accepts a digest, also a long one, where it takes any', async () => {
    const { transport, texts } = await receive();
    if (transport.digest === undefined) {
      expect(['PagerDuty', 'GitHub']).toContain(name);
      return;
    }
    for (const message of [digest(1), digest(3), digest(60, LONG)]) await transport.digest(message);
    expect(texts()[0]).toContain(name === 'a webhook' ? '"event":"digest"' : '1 change of low severity');
  });

  test('accepts every text from outside', async () => {
    const { transport, texts } = await receive();
    for (const [i, text] of PAYLOADS.entries()) {
      const incident = {
        id: `a.${i}`,
        title: text,
        explanation: text,
        action: text,
        owner: text,
        segment: text,
      };
      const explains = [{ kind: 'version' as const, name: text, detail: text }];
      await transport.incident(fixtureMessage(fixtureNews('opened', { ...incident, explains })));
    }
    expect(texts().length).toBeGreaterThanOrEqual(PAYLOADS.length);
  }, 60_000);
});

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('it ended well'),
    (error: Error) => error,
  );

describe('a server that fails', () => {
  const TRANSPORTS: Readonly<Record<string, (url: string) => Transport>> = {
    slack: (url) => slackWebhook({ setting: 'SLACK_WEBHOOK_URL', url: `${url}/${SECRET}` }, world),
    bot: (url) =>
      slackBot({ setting: 'SLACK_BOT_TOKEN', apiUrl: url, token: SECRET, channel: 'C0123456' }, world),
    teams: (url) => teams({ setting: 'TEAMS_WEBHOOK_URL', url: `${url}/${SECRET}` }, world),
    pagerduty: (url) => pagerDuty({ setting: 'PAGERDUTY_ROUTING_KEY', apiUrl: url, key: SECRET }, world),
    webhook: (url) => webhook({ setting: 'WEBHOOK_URL', url, token: SECRET, secret: SECRET }, world),
    github: (url) =>
      github({ apiUrl: url, token: SECRET, repository: 'team/api', acknowledgedLabel: 'a' }, world),
  };

  test.each(Object.entries(TRANSPORTS))(
    '%s says so without the secret, and whether it may have arrived',
    async (name, make) => {
      for (const [status, unknown] of [
        [400, false],
        [401, false],
        [403, false],
        [404, false],
        [413, false],
        [500, true],
        [502, true],
      ] as const) {
        const { url, close } = await serve(({ text, headers }) => ({
          status,
          body: `${text} ${headers.authorization}`,
        }));
        const error = await failure(make(url).incident(fixtureMessage()));
        await close();
        expect(error).toMatchObject({ exitCode: 4 });
        expect(`${error.message}${error.stack}`).not.toContain(SECRET);
        // GitHub is asked before it is told; PagerDuty recognises a repeated event.
        if (name !== 'github' && name !== 'pagerduty')
          expect([status, mayHaveArrived(error)]).toEqual([status, unknown]);
      }
    },
  );

  test.each(Object.entries(TRANSPORTS))(
    '%s waits as long as 429 says, and is told once',
    async (name, make) => {
      const service = {
        slack: slackHook,
        bot: slackWorkspace({ token: SECRET }).answer,
        teams: teamsWorkflow,
        pagerduty: pagerDutyService().answer,
        webhook: () => ({ status: 204 }),
        github: () => ({ status: 200, body: [] }),
      }[name];
      const { url, calls } = await serve((call, index) =>
        index === 0
          ? { status: 429, headers: { 'Retry-After': '7' } }
          : (service?.({ ...call, path: call.path.replace('/chat', '/api/chat') }) ?? { status: 500 }),
      );
      await make(url).incident(fixtureMessage());
      expect(pauses).toEqual([7_000]);
      expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(name === 'github' ? 1 : 2);
    },
  );
});

describe('Slack’s bot', () => {
  const make = async () => {
    const workspace = slackWorkspace();
    const { url } = await serve(workspace.answer);
    const options = {
      setting: 'SLACK_BOT_TOKEN',
      apiUrl: `${url}/api/`,
      token: 'xoxb-1',
      channel: 'C0123456',
    };
    return { ...workspace, url, options, transport: slackBot(options, world) };
  };

  test('makes one thread of an incident', async () => {
    const { transport, posts } = await make();
    const thread = await transport.incident(fixtureMessage());
    expect(thread).toBe(posts[0]?.ts);
    for (const kind of ['worse', 'reminder', 'recovered'] as const) {
      expect(await transport.incident(fixtureMessage(fixtureNews(kind), { thread }))).toBe(thread);
    }
    expect(posts.map((post) => post.thread)).toEqual([null, thread, thread, thread]);
  });

  test('begins another thread where the first message was deleted', async () => {
    const { transport, posts } = await make();
    const thread = await transport.incident(
      fixtureMessage(fixtureNews('worse'), { thread: '1600000000.000001' }),
    );
    expect(posts).toEqual([expect.objectContaining({ ts: thread, thread: null })]);
  });

  test.each([
    ['a channel that the bot is not in', { channel: 'C9999999' }, 'channel_not_found'],
    ['a token that is revoked', { token: 'xoxb-2' }, 'invalid_auth'],
  ])('says what Slack answers: %s', async (_, wrong, words) => {
    const { options } = await make();
    const error = await failure(slackBot({ ...options, ...wrong }, world).incident(fixtureMessage()));
    expect(error.message).toBe(`SLACK_BOT_TOKEN: Slack answered ${words}.`);
    expect(mayHaveArrived(error)).toBe(false);
  });

  test.each([
    [{ ok: false, error: 'fatal_error' }, true],
    [{ ok: false, error: 'internal_error' }, true],
    [{ ok: false, error: `<b>${SECRET}</b>` }, false],
    ['<html>', true],
    ['', true],
    [{ ok: 'yes' }, true],
  ])('an answer %j: whether it may have arrived', async (body, unknown) => {
    const { url } = await serve(() => ({ status: 200, body }));
    const options = { setting: 'SLACK_BOT_TOKEN', apiUrl: url, token: 'xoxb-1', channel: 'C0123456' };
    const error = await failure(slackBot(options, world).incident(fixtureMessage()));
    expect(mayHaveArrived(error)).toBe(unknown);
    expect(error.message).not.toContain(SECRET);
  });
});

describe('PagerDuty', () => {
  test('has one alert for an incident’s life, whatever is repeated', async () => {
    const { alerts, answer } = pagerDutyService();
    const { url } = await serve(answer);
    const transport = pagerDuty({ setting: 'PAGERDUTY_ROUTING_KEY', apiUrl: `${url}/`, key: SECRET }, world);
    const states: (string | undefined)[] = [];
    for (const kind of [
      'opened',
      'opened',
      'worse',
      'acknowledged',
      'reminder',
      'recovered',
      'recovered',
    ] as const) {
      await transport.incident(fixtureMessage(fixtureNews(kind)));
      states.push(alerts.get('data-drift.2026-02-12')?.state);
    }
    expect(states).toEqual([
      'triggered',
      'triggered',
      'triggered',
      'acknowledged',
      'acknowledged',
      'resolved',
      'resolved',
    ]);
    expect([...alerts.values()]).toEqual([expect.objectContaining({ opened: 1 })]);
  });

  test('an event whose answer got lost is sent again, which changes nothing', async () => {
    const { alerts, answer } = pagerDutyService();
    const { url, calls } = await serve((call, index) => {
      const given = answer(call);
      return index === 0 ? { status: 502 } : given;
    });
    await pagerDuty({ setting: 'K', apiUrl: url, key: SECRET }, world).incident(fixtureMessage());
    expect(calls).toHaveLength(2);
    expect([...alerts.values()]).toEqual([expect.objectContaining({ opened: 1, state: 'triggered' })]);
  });

  test.each([
    ['critical', 'critical'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'info'],
  ] as const)('a %s incident is of severity %s', async (severity, theirs) => {
    const { url, calls } = await serve(pagerDutyService().answer);
    await pagerDuty({ setting: 'K', apiUrl: url, key: SECRET }, world).incident(
      fixtureMessage(fixtureNews('opened', { severity })),
    );
    expect(calls[0]?.body).toMatchObject({
      payload: { severity: theirs, group: 'Data science', class: 'data-drift' },
    });
  });
});

describe('GitHub', () => {
  const make = async (loses?: (call: Call) => boolean) => {
    const hub = githubRepository(loses);
    const { url, calls } = await serve(hub.answer);
    const options = { apiUrl: url, token: 'ghs_token', repository: 'team/api', acknowledgedLabel: 'seen' };
    return { ...hub, calls, run: () => github(options, world) };
  };
  const life: readonly NewsKind[] = ['opened', 'worse', 'reminder', 'recovered'];

  test('has one issue for an incident’s life: comments, then closed', async () => {
    const { issues, run } = await make();
    for (const kind of life) await run().incident(fixtureMessage(fixtureNews(kind)));
    expect(issues).toEqual([
      expect.objectContaining({ state: 'closed', title: 'Lead Scoring Monitor: Data drift' }),
    ]);
    expect(issues[0]?.comments.map(({ body }) => /## (.*)/.exec(body)?.[1])).toEqual([
      '✕ Worse: Data drift',
      '✕ Still open: Data drift',
      '✓ Over: Data drift',
    ]);
  });

  test('answers that get lost and runs that are repeated make nothing twice', async () => {
    let lost = 0;
    const { issues, run } = await make(({ method }) => method === 'POST' && lost++ % 2 === 0);
    for (const kind of life) {
      for (let again = 0; again < 3; again++) await run().incident(fixtureMessage(fixtureNews(kind)));
    }
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ state: 'closed' });
    expect(issues[0]?.comments).toHaveLength(3);
  });

  test('of which the state was lost is told what it lacks, and nothing twice', async () => {
    const { issues, run } = await make();
    const tell = (kind: NewsKind, over: Parameters<typeof fixtureIncident>[0]) =>
      run().incident(fixtureMessage(fixtureNews(kind, over)));
    await tell('opened', {});
    await tell('opened', { worsened: 1 });
    await tell('opened', { worsened: 1 });
    await tell('worse', { worsened: 1, reminders: 1 });
    await tell('opened', { worsened: 1, reminders: 1 });
    await tell('opened', { worsened: 1, reminders: 1 });
    issues[0]?.labels.push('seen');
    await tell('opened', { worsened: 1, reminders: 2 });
    expect(issues).toHaveLength(1);
    expect(issues[0]?.comments.map(({ body }) => /## (.*)/.exec(body)?.[1])).toEqual([
      '✕ Worse: Data drift',
      '✕ Still open: Data drift',
    ]);
  });

  test('finds its issue among hundreds of others', async () => {
    const { issues, add, run } = await make();
    await run().incident(fixtureMessage());
    for (let i = 0; i < 250; i++) add({ labels: ['lead-scoring-monitor'] });
    await run().incident(fixtureMessage(fixtureNews('recovered')));
    expect(issues).toHaveLength(251);
    expect(issues[0]).toMatchObject({ state: 'closed' });
  });

  test('what a stranger wrote is not taken for its own', async () => {
    const { issues, add, run } = await make();
    add({ body: '<!-- incident data-drift.2026-02-12 -->', user: { login: 'mallory' } });
    await run().incident(fixtureMessage());
    expect(issues).toHaveLength(2);
    issues[1]?.comments.push({
      body: '<!-- event data-drift.2026-02-12.worse-1 -->',
      user: { login: 'mallory' },
    });
    await run().incident(fixtureMessage(fixtureNews('worse')));
    expect(issues[1]?.comments).toHaveLength(2);
  });

  test('an end of which there is no issue opens none', async () => {
    const { issues, run } = await make();
    await run().incident(fixtureMessage(fixtureNews('recovered')));
    expect(issues).toEqual([]);
  });

  test('a label acknowledges the incident of its issue', async () => {
    const { issues, add, run } = await make();
    for (const id of ['a.1', 'a.2', 'a.3'])
      await run().incident(fixtureMessage(fixtureNews('opened', { id })));
    issues[1]?.labels.push('seen');
    add({ labels: ['lead-scoring-monitor', 'seen'], body: 'no mark' });
    expect(await run().acknowledged?.(['a.1', 'a.2', 'a.4'])).toEqual(['a.2']);
    expect(await run().acknowledged?.(['a.1'])).toEqual([]);
  });

  test('a refusal because of too many requests is waited for, by either header', async () => {
    const limits: Answer[] = [
      { status: 403, headers: { 'retry-after': '60' } },
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 30) },
      },
    ];
    const hub = githubRepository();
    const { url } = await serve((call) => limits.shift() ?? hub.answer(call));
    await github(
      { apiUrl: url, token: 'ghs_token', repository: 'team/api', acknowledgedLabel: 'a' },
      world,
    ).incident(fixtureMessage());
    expect(pauses).toEqual([60_000, 30_000]);
    expect(hub.issues).toHaveLength(1);
  });
});

describe('a webhook', () => {
  test('that checks signatures refuses those of another key', async () => {
    const { url } = await serve(signedWebhook(`whsec_${btoa(SECRET)}`, () => NOW));
    for (const secret of [null, SECRET.toUpperCase(), `whsec_${btoa('another key of thirty-two bytes.')}`]) {
      const error = await failure(
        webhook({ setting: 'WEBHOOK_URL', url, token: null, secret }, world).incident(fixtureMessage()),
      );
      expect(error.message).toMatch(/answered 40[01]/);
    }
    const late = { ...world, now: () => NOW - 600_000 };
    const error = await failure(
      webhook({ setting: 'W', url, token: null, secret: `whsec_${btoa(SECRET)}` }, late).incident(
        fixtureMessage(),
      ),
    );
    expect(error.message).toContain('answered 401');
  });

  test('gets the incident as the report has it, and which message it is', async () => {
    const { url, calls } = await serve(() => ({ status: 204 }));
    await webhook({ setting: 'W', url, token: null, secret: null }, world).incident(
      fixtureMessage(fixtureNews('worse')),
    );
    expect(calls[0]).toMatchObject({
      headers: { 'idempotency-key': 'data-drift.2026-02-12.worse-1' },
      body: {
        event: 'incident',
        state: 'worse',
        key: 'worse-1',
        report: '2026-02-12',
        incident: fixtureIncident(),
      },
    });
    expect(calls[0]?.headers['webhook-signature']).toBeUndefined();
  });
});

describe('Mail', () => {
  const headersOf = (message: string): Map<string, string> => {
    const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    return new Map(
      head
        .split('\r\n')
        .map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
    );
  };

  test('makes one thread of an incident: the same subject, and references to the first mail', async () => {
    smtp = await mailServer();
    const transport = mail(mailOptions(smtp), () => undefined);
    for (const kind of KINDS) await transport.incident(fixtureMessage(fixtureNews(kind)));
    const heads = smtp.deliveries.map(({ message }) => headersOf(message));
    const first = heads[0]?.get('message-id');
    expect(first).toMatch(/^<incident\.data-drift\.2026-02-12\.opened\.[^@]+@example\.org>$/);
    expect(heads.map((head) => head.get('references'))).toEqual([undefined, first, first, first]);
    expect(heads.map((head) => head.get('in-reply-to'))).toEqual([undefined, first, first, first]);
    expect(new Set(heads.map((head) => head.get('message-id'))).size).toBe(4);
    // Without the marks of encoded words (RFC 2047).
    const subjects = heads.map((head) =>
      head
        .get('subject')
        ?.replace(/=\?UTF-8\?Q\?|\?=|[_ ]/g, '')
        .replace(/^Re(=3A|:)/, ''),
    );
    expect([...new Set(subjects)]).toHaveLength(1);
  });

  test('a refused recipient is said, and keeps nothing from the others', async () => {
    smtp = await mailServer();
    const refused: string[] = [];
    const options = { ...mailOptions(smtp), recipients: ['gone@example.org', 'a@example.org'] };
    await mail(options, (recipients) => void refused.push(...recipients)).incident(fixtureMessage());
    expect(refused).toEqual(['gone@example.org']);
    expect(smtp.deliveries[0]?.to).toEqual(['a@example.org']);
  });

  test('an error names the route’s own variable', async () => {
    const options = {
      setting: 'SMTP_OF_SALES',
      smtpUrl: 'smtp://u:s3cret@127.0.0.1:9',
      from: 'm@example.org',
      recipients: ['a@example.org'],
    };
    const error = await failure(mail(options, () => undefined).incident(fixtureMessage()));
    expect(error.message).toMatch(/^SMTP_OF_SALES: .*Nothing was sent\.$/);
  });
});

describe('a text from outside', () => {
  const received = async (receive: () => Promise<Receiver>, text: string): Promise<string> => {
    const { transport, texts } = await receive();
    const over = { title: text, explanation: text, action: text, owner: text, segment: text };
    const explains = [{ kind: 'feature' as const, name: text, detail: text }];
    await transport.incident(fixtureMessage(fixtureNews('opened', { ...over, explains })));
    return texts().at(-1) ?? '';
  };
  const receiver = (name: string): (() => Promise<Receiver>) => {
    const found = RECEIVERS[name];
    if (found === undefined) throw new Error(name);
    return found;
  };

  test('is no mention, link or formatting in Slack', async () => {
    for (const text of [
      '<!channel> <@U012AB3CD> @here',
      '<http://evil.invalid|click>',
      '*bold* _it_ `code`',
    ]) {
      const body = JSON.parse(await received(receiver('Slack’s webhook'), text)) as {
        text: string;
        blocks: { text?: { type: string; text: string }; fields?: { text: string }[] }[];
      };
      const marked = body.blocks.flatMap(({ text: own, fields = [] }) => [
        ...(own?.type === 'mrkdwn' ? [own.text] : []),
        ...fields.map((field) => field.text),
      ]);
      const commands = [body.text, ...marked].flatMap((part) => part.match(/<[^>]*>/g) ?? []);
      expect(commands).toEqual(['<https://team.example/repo/reports/2026-02-12/|Open the report>']);
      expect(marked.join('\n')).not.toMatch(/@\w|(?<!\*What to do:)\*bold\*|`code`/);
      await server?.close();
    }
  });

  test('is plain text in Teams: there is no Markdown in it, and no function of the card', async () => {
    const text = '[x](javascript:alert(1)) **bold** {{DATE(2026-02-12T00:00:00Z, SHORT)}}\r\nline';
    const texts = cardTexts(JSON.parse(await received(receiver('Teams'), text))) ?? [];
    expect(texts.join('\n')).toContain('[x](javascript:alert(1)) **bold** {\u200b{DATE');
    for (const part of texts) expect(part).not.toMatch(/\{\{|[\r\n]/);
  });

  test('is no mention, reference, link or mark in GitHub', async () => {
    const text = '@octocat #1 [x](http://evil.invalid) <!-- incident other.2026-02-12 --> <script>';
    const { body = '' } = JSON.parse(await received(receiver('GitHub'), text)) as { body?: string };
    expect(body.match(/<!--.*?-->/g)).toEqual([
      '<!-- incident data-drift.2026-02-12 -->',
      '<!-- event data-drift.2026-02-12.opened -->',
    ]);
    expect(body).not.toMatch(/@octocat|#1\b|\]\(http:\/\/evil|<script/);
  });

  test('is no header, recipient or markup of a mail', async () => {
    const text = 'x\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>\u2028';
    const message = await received(receiver('Mail'), text);
    expect(message).not.toMatch(/^bcc:/im);
    expect(smtp?.deliveries[0]?.to).toEqual(['a@example.org']);
    expect(message.split('text/html')[1]).not.toContain('<script');
  });
});
