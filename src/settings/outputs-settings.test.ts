import { expect, test } from 'vitest';
import {
  OUTPUT_VARIABLES,
  type OutputVariable,
  outputsHelp,
  readOutputsSettings,
} from './outputs-settings.ts';

test('nothing is needed', () => {
  expect(readOutputsSettings({ SMTP_URL: ' ' })).toEqual({
    smtpUrl: null,
    mailFrom: null,
    mailTo: [],
    slackWebhookUrl: null,
    webhookUrl: null,
    webhookToken: null,
    github: { token: null, repository: null, apiUrl: 'https://api.github.com', stepSummary: null },
    healthLog: 'logs/health.jsonl',
  });
});

test('recipients are separated by commas', () => {
  const { mailTo } = readOutputsSettings({ MAIL_TO: 'a@x.org, Bob <b@x.org>,' });
  expect(mailTo).toEqual(['a@x.org', 'Bob <b@x.org>']);
});

test.each([
  ['SMTP_URL', 'http://s3cret@x'],
  ['SMTP_URL', 'smtp://u:s3cret@x y'],
  ['MAIL_FROM', 's3cret'],
  ['MAIL_FROM', 'a@x.org\r\nBcc: s3cret@x.org'],
  ['MAIL_TO', 'a@x.org,s3cret'],
  ['SLACK_WEBHOOK_URL', 'hooks/s3cret'],
  ['WEBHOOK_URL', 'ftp://s3cret'],
  ['GITHUB_REPOSITORY', '../s3cret/x'],
])('%s=%s is refused by name, and not repeated', (name, value) => {
  const read = () => readOutputsSettings({ [name]: value });
  expect(read).toThrow(name);
  expect(read).toThrow(/^(?!.*s3cret)/s);
  expect(read).toThrowError(expect.objectContaining({ exitCode: 2 }));
});

test('the help names every variable and shows no value', () => {
  const names = Object.keys(OUTPUT_VARIABLES) as OutputVariable[];
  for (const name of names) expect(outputsHelp(names)).toContain(name);
});
