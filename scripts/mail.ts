import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openArchive } from '../src/archive/archive.ts';
import { configurationError } from '../src/monitor-error.ts';
import { permalink } from '../src/outputs/address.ts';
import { composeMail } from '../src/outputs/mail/compose.ts';
import { mailFile, sendMail } from '../src/outputs/mail/send.ts';
import { isWanted, parseWhen } from '../src/outputs/mail/wanted.ts';
import { readPublished } from '../src/outputs/published.ts';
import { oncePerReport } from '../src/outputs/sent-marker.ts';
import { singleFileHtml } from '../src/outputs/single-file.ts';
import { runCommand } from '../src/settings/cli.ts';
import { outputsHelp, readOutputsSettings } from '../src/settings/outputs-settings.ts';
import { printable } from '../src/settings/printable.ts';
import { readPolicy } from '../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../src/settings/settings.ts';

const USAGE = `Mails the verdict of the built site's report with a link to it.

Usage: npm run mail -- [--id ID] [--when always|on-change|on-red] [--attach] [--force] [--dry-run] [--output DIR]

  --id        an archived report (default: the newest report of the site)
  --when      overrides mail.when of the policy
  --attach    the whole report as one HTML file
  --force     send although it was sent before, is not wanted, or shows simulated data
  --dry-run   send nothing; write mail.eml and mail.html to --output (default mail-preview)

Example: SMTP_URL=smtp://user:password@mail.example.org:587 MAIL_FROM=monitor@example.org \\
         MAIL_TO=team@example.org SITE_URL=https://team.github.io BASE_PATH=/repo/ npm run mail

A report is mailed at most once, however often the job runs. Exit codes: 0 sent or not wanted, 2 settings,
3 no report, 4 the server failed; where the mail may have arrived all the same, it is not sent again unless forced.
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      id: { type: 'string' },
      when: { type: 'string' },
      attach: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      output: { type: 'string', default: 'mail-preview' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(`${USAGE}\n${outputsHelp(['SMTP_URL', 'MAIL_FROM', 'MAIL_TO'])}`);
    return undefined;
  }
  const settings = readSettings(process.env, process.cwd(), Date.now);
  const outputs = readOutputsSettings(process.env);
  const policy = await readPolicy(policyPath(settings));
  const when = parseWhen(values.when ?? policy.mail.when);
  const { report, comparison, runs } = readPublished(
    settings.outDir,
    openArchive(settings.archiveDir),
    values.id ?? null,
  );
  const link = settings.siteUrl === null ? null : permalink(settings, report.id);
  const { title } = policy.site;
  const mail = {
    ...composeMail({
      report,
      comparison,
      runs,
      title,
      permalink: link,
      from: outputs.mailFrom ?? 'Lead Scoring Monitor <monitor@localhost>',
      to: outputs.mailTo.length > 0 ? outputs.mailTo : ['nobody@localhost'],
    }),
    ...(values.attach
      ? {
          attachments: [
            {
              filename: `${report.id}.html`,
              contentType: 'text/html; charset=utf-8',
              content: singleFileHtml({ report, title, permalink: link, comparison }),
            },
          ],
        }
      : {}),
  };
  if (values['dry-run']) {
    await mkdir(values.output, { recursive: true });
    await writeFile(join(values.output, 'mail.eml'), await mailFile(mail));
    await writeFile(join(values.output, 'mail.html'), String(mail.html));
    console.log(printable(`Not sent. ${mail.subject}\nWrote ${values.output}/mail.eml and mail.html`));
    return undefined;
  }
  const { smtpUrl, mailFrom, mailTo } = outputs;
  if (smtpUrl === null || mailFrom === null || mailTo.length === 0 || link === null) {
    throw configurationError(
      'mail-settings',
      'A mail needs SMTP_URL, MAIL_FROM, MAIL_TO and SITE_URL. See npm run mail -- --help; --dry-run needs none of them.',
    );
  }
  if (!values.force && (report.simulated || !isWanted(when, report.verdict.status, comparison))) {
    const why = report.simulated ? 'the report shows simulated data' : `mail.when is ${when}`;
    console.log(`Not sent: ${why}. --force sends it anyway.`);
    return undefined;
  }
  let refused: readonly string[] = [];
  const send = async (): Promise<void> => {
    refused = await sendMail(smtpUrl, mail);
  };
  const done = values.force
    ? await send().then(() => true)
    : await oncePerReport(settings.archiveDir, 'mail', report.id, send);
  if (!done) console.log(`Not sent: report ${report.id} was mailed before. --force sends it again.`);
  else
    console.log(printable(`Sent to ${mailTo.length - refused.length} of ${mailTo.length}: ${mail.subject}`));
  for (const recipient of refused) console.error(printable(`warning: the server refused ${recipient}`));
  return undefined;
});
