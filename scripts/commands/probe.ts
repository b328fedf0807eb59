import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { probeHealth } from '../../src/ingest/services/health/health.ts';
import { appendHealth, healthEntry, readHealth } from '../../src/ingest/services/health/health-log.ts';
import { EXIT } from '../../src/monitor-error.ts';
import { type Transition, transitionMessage, transitionOf } from '../../src/outputs/probe/transition.ts';
import { postOnce } from '../../src/outputs/send-request.ts';
import { type Context, defineCommand } from '../../src/settings/command/command.ts';
import { flag, number, type Options } from '../../src/settings/command/options.ts';
import {
  type OutputsSettings,
  outputsHelp,
  readOutputsSettings,
} from '../../src/settings/outputs-settings.ts';
import type { Policy } from '../../src/settings/policy-schema.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';
import type { Settings } from '../../src/settings/variables.ts';

interface Probe {
  readonly settings: Settings;
  readonly outputs: OutputsSettings;
  readonly policy: Policy;
  readonly logPath: string;
  readonly output: Pick<Context<Options>, 'print' | 'printJson' | 'reporter'>;
}

const world = { fetchImpl: fetch, sleep: (ms: number) => setTimeout(ms), now: Date.now };

export const command = defineCommand({
  options: {
    watch: flag('check again and again until it is ended (default: once)'),
    interval: number('SECONDS', 'between checks', { min: 0.001, max: 86_400 }, 60),
  },
  details: () =>
    `Down: as many failures in as many minutes as the policy’s alert "api-down" says. Only the change is told, with the
policy’s owner and severity.\n\n${outputsHelp(['HEALTH_LOG', 'SLACK_WEBHOOK_URL', 'WEBHOOK_URL', 'WEBHOOK_TOKEN'])}`,
  example: {
    before: 'API_BASE_URL=https://api.example.org SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…',
    args: ['--watch', '--interval', '30'],
  },
  exits: { 0: 'it answered 200', 10: 'it did not' },
  async run({ values, signal, ...output }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const outputs = readOutputsSettings(process.env);
    const policy = await readPolicy(policyPath(settings));
    const probe = { settings, outputs, policy, logPath: resolve(settings.cwd, outputs.healthLog), output };
    if (!values.watch) return (await check(probe)) ? EXIT.ok : EXIT.gate;
    while (!signal.aborted) {
      await check(probe);
      await setTimeout(values.interval * 1000, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  },
});

async function check({ settings, outputs, policy, logPath, output }: Probe): Promise<boolean> {
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
  output.print(`${entry.timestamp} ${entry.ok ? `up, ${answered}` : `failed: ${entry.error}`}`);
  const transition = transitionOf(earlier, entry, policy.alerts['api-down']);
  output.printJson({ ...entry, transition }, true);
  if (transition !== null) await tell(transition, policy.site.title, outputs, output);
  return entry.ok;
}

/** Sends a message; a failure is a warning, because it must not end `--watch`. */
async function tell(
  transition: Transition,
  title: string,
  outputs: OutputsSettings,
  { print, reporter }: Probe['output'],
): Promise<void> {
  print(transition.text);
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
        reporter.warn((error as Error).message);
      },
    );
  }
}
