import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { probeHealth } from '../src/ingest/services/health/health.ts';
import { appendHealth, healthEntry, readHealth } from '../src/ingest/services/health/health-log.ts';
import { configurationError, EXIT } from '../src/monitor-error.ts';
import { type Transition, transitionMessage, transitionOf } from '../src/outputs/probe/transition.ts';
import { postOnce } from '../src/outputs/send-request.ts';
import { runCommand } from '../src/settings/cli.ts';
import { type OutputsSettings, outputsHelp, readOutputsSettings } from '../src/settings/outputs-settings.ts';
import type { Policy } from '../src/settings/policy-schema.ts';
import { printable } from '../src/settings/printable.ts';
import { readPolicy } from '../src/settings/read-policy.ts';
import { policyPath, readSettings, type Settings } from '../src/settings/settings.ts';

const USAGE = `Checks GET {API_BASE_URL}/health once, appends the answer to a log, and tells Slack or a webhook when the API
went down or came back.

Usage: npm run probe -- [--watch] [--interval SECONDS]

  --watch      check again and again until it is ended (default: once)
  --interval   seconds between checks (default 60)

Example: API_BASE_URL=https://api.example.org SLACK_WEBHOOK_URL=https://hooks.slack.com/services/… npm run probe

Down: as many failures in as many minutes as the policy's alert "api-down" says (3 in 5). Only the change is told, with
the policy's owner and severity. Exit codes: 0 it answered 200, 10 it did not, 2 bad setting.
`;

interface Probe {
  readonly settings: Settings;
  readonly outputs: OutputsSettings;
  readonly policy: Policy;
  readonly logPath: string;
}

const world = { fetchImpl: fetch, sleep: (ms: number) => setTimeout(ms), now: Date.now };

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      watch: { type: 'boolean', default: false },
      interval: { type: 'string', default: '60' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(
      `${USAGE}\n${outputsHelp(['HEALTH_LOG', 'SLACK_WEBHOOK_URL', 'WEBHOOK_URL', 'WEBHOOK_TOKEN'])}`,
    );
    return undefined;
  }
  const interval = Number(values.interval);
  if (!(interval > 0 && interval <= 86_400)) {
    throw configurationError('bad-flag', `--interval must be seconds, not "${values.interval}".`);
  }
  const settings = readSettings(process.env, process.cwd(), Date.now);
  const outputs = readOutputsSettings(process.env);
  const policy = await readPolicy(policyPath(settings));
  const probe = { settings, outputs, policy, logPath: resolve(settings.cwd, outputs.healthLog) };
  if (!values.watch) return (await check(probe)) ? EXIT.ok : EXIT.gate;
  while (!signal.aborted) {
    await check(probe);
    await setTimeout(interval * 1000, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
});

async function check({ settings, outputs, policy, logPath }: Probe): Promise<boolean> {
  const { healthPath, timeoutMs } = policy.health;
  const observation = await probeHealth({
    url: `${settings.api.url.replace(/\/$/, '')}${healthPath}`,
    tries: 1,
    timeoutMs,
    explicit: true,
    now: Date.now,
    sleep: world.sleep,
  });
  const [attempt] = observation.attempts;
  if (attempt === undefined) throw new Error('A check without an attempt.');
  const entry = healthEntry(attempt, healthPath);
  const earlier = readHealth(logPath);
  appendHealth(logPath, entry);
  const answered = `in ${Math.round(entry.response_ms ?? 0)} ms`;
  console.log(printable(`${entry.timestamp} ${entry.ok ? `up, ${answered}` : `failed: ${entry.error}`}`));
  const transition = transitionOf(earlier, entry, policy.alerts['api-down']);
  if (transition !== null) await tell(transition, policy.site.title, outputs);
  return entry.ok;
}

/** A message that cannot be sent must not end the watch. */
async function tell(transition: Transition, title: string, outputs: OutputsSettings): Promise<void> {
  console.log(printable(transition.text));
  const { slackWebhookUrl, webhookUrl, webhookToken } = outputs;
  const headers = webhookToken === null ? {} : { Authorization: `Bearer ${webhookToken}` };
  const sends = [
    ...(slackWebhookUrl === null
      ? []
      : [
          {
            setting: 'SLACK_WEBHOOK_URL',
            url: slackWebhookUrl,
            headers: {},
            body: transitionMessage(transition, title),
          },
        ]),
    ...(webhookUrl === null
      ? []
      : [{ setting: 'WEBHOOK_URL', url: webhookUrl, headers, body: { title, ...transition } }]),
  ];
  for (const send of sends) {
    await postOnce({ ...send, idempotencyKey: `${transition.event}/${transition.at}` }, world).catch(
      (error: unknown) => {
        console.error(printable(`warning: ${(error as Error).message}`));
      },
    );
  }
}
