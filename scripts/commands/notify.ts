import { appendFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { openArchive } from '../../src/archive/archive.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { permalink } from '../../src/outputs/address.ts';
import { briefOf } from '../../src/outputs/brief.ts';
import { annotations } from '../../src/outputs/github/annotations.ts';
import { syncIssue } from '../../src/outputs/github/issue.ts';
import { jobSummary } from '../../src/outputs/github/job-summary.ts';
import { MAIL_WHEN, shouldSend } from '../../src/outputs/mail/should-send.ts';
import { readPublished } from '../../src/outputs/published.ts';
import { postOnce } from '../../src/outputs/send-request.ts';
import { oncePerReport } from '../../src/outputs/sent-marker.ts';
import { slackMessage } from '../../src/outputs/slack.ts';
import { webhookPayload } from '../../src/outputs/webhook.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flag, text } from '../../src/settings/command/options.ts';
import { outputsHelp, readOutputsSettings } from '../../src/settings/outputs-settings.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

const NEEDS: Readonly<Record<string, string>> = {
  slack: '--slack needs SLACK_WEBHOOK_URL.',
  webhook: '--webhook needs WEBHOOK_URL.',
  issue: '--issue needs GITHUB_TOKEN and GITHUB_REPOSITORY.',
};

export const command = defineCommand({
  options: {
    slack: flag('a Block Kit message to SLACK_WEBHOOK_URL'),
    webhook: flag('the same words as JSON to WEBHOOK_URL'),
    summary: flag('Markdown to GITHUB_STEP_SUMMARY (standard output where it is not set)'),
    annotations: flag('workflow commands on standard output'),
    issue: flag('opens a GitHub issue on red, closes it on green'),
    id: text('ID', 'an archived report (default: the newest of the site that is not refreshed any more)'),
    when: choice(MAIL_WHEN, 'for Slack and webhook', 'always'),
    force: flag('also what was sent before, is not wanted, or shows simulated data'),
    'dry-run': flag('print what would be sent'),
  },
  details: () =>
    `Slack, webhook and issue hear of a report once; where a message may have arrived although the server failed, it is not\nsent again unless forced.\n\n${outputsHelp(
      [
        'SLACK_WEBHOOK_URL',
        'WEBHOOK_URL',
        'WEBHOOK_TOKEN',
        'GITHUB_TOKEN',
        'GITHUB_REPOSITORY',
        'GITHUB_STEP_SUMMARY',
      ],
    )}`,
  example: {
    before: 'SLACK_WEBHOOK_URL=https://hooks.slack.com/services/…',
    args: ['--slack', '--when', 'on-change'],
  },
  exits: { 3: 'no report', 4: 'a server failed' },
  async run({ values, print, printExactly, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const outputs = readOutputsSettings(process.env);
    const { title } = (await readPolicy(policyPath(settings))).site;
    const published = readPublished(
      settings.outDir,
      openArchive(settings.archiveDir),
      values.id ?? null,
      settings.now,
    );
    const { report, comparison } = published;
    const link = settings.siteUrl === null ? null : permalink(settings, report.id);
    const brief = briefOf(report, comparison);
    const world = { fetchImpl: fetch, sleep: (ms: number) => setTimeout(ms), now: Date.now };
    // A forced message gets a new idempotency key.
    const key = (channel: string): string => `${channel}/${report.id}${values.force ? `/${Date.now()}` : ''}`;
    const wanted = values.force || (!report.simulated && shouldSend(values.when, brief.status, comparison));

    const told: Record<string, unknown> = {};
    const tell = async (channel: string, ready: boolean, payload: unknown, send: () => Promise<unknown>) => {
      if (values['dry-run']) {
        told[channel] = payload;
        printExactly(JSON.stringify(payload, null, 2));
        return;
      }
      if (!ready) throw configurationError('notify-settings', NEEDS[channel] ?? channel);
      const run = async (): Promise<void> => {
        await send();
      };
      const done = values.force
        ? await run().then(() => true)
        : await oncePerReport(settings.archiveDir, channel, report.id, run);
      told[channel] = done ? 'sent' : 'sent-before';
      print(done ? `${channel}: sent` : `${channel}: report ${report.id} was sent before`);
    };

    if (values.annotations) {
      const lines = annotations(brief);
      told['annotations'] = lines;
      for (const line of lines) printExactly(line);
    }
    if (values.summary) {
      const markdown = jobSummary(brief, link, title);
      told['summary'] = markdown;
      if (outputs.github.stepSummary === null || values['dry-run']) printExactly(markdown);
      else await appendFile(outputs.github.stepSummary, markdown);
    }
    const { slackWebhookUrl, webhookUrl, webhookToken, github } = outputs;
    if (values.slack && wanted) {
      const body = slackMessage(brief, link, title);
      await tell('slack', slackWebhookUrl !== null, body, () =>
        postOnce(
          { setting: 'SLACK_WEBHOOK_URL', url: slackWebhookUrl ?? '', body, idempotencyKey: key('slack') },
          world,
        ),
      );
    }
    if (values.webhook && wanted) {
      const body = webhookPayload(brief, link, title);
      const headers = webhookToken === null ? {} : { Authorization: `Bearer ${webhookToken}` };
      await tell('webhook', webhookUrl !== null, body, () =>
        postOnce(
          { setting: 'WEBHOOK_URL', url: webhookUrl ?? '', headers, body, idempotencyKey: key('webhook') },
          world,
        ),
      );
    }
    if (values.issue && (values.force || !report.simulated)) {
      const { token, repository, apiUrl } = github;
      await tell('issue', token !== null && repository !== null, { issue: brief.status }, () =>
        syncIssue(
          {
            apiUrl,
            token: token ?? '',
            repository: repository ?? '',
            brief,
            generatedAt: report.generatedAt,
            permalink: link,
            title,
          },
          world,
        ),
      );
    }
    printJson({ id: report.id, wanted, told });
    return undefined;
  },
});
