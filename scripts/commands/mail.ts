import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TELL_WHEN } from '../../src/alerts/routing/route-policy.ts';
import { openArchive } from '../../src/archive/archive.ts';
import { MONITOR } from '../../src/command-names.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { permalink } from '../../src/outputs/address.ts';
import { composeMail } from '../../src/outputs/mail/compose.ts';
import { mailFile, sendMail } from '../../src/outputs/mail/send.ts';
import { shouldSend } from '../../src/outputs/mail/should-send.ts';
import { readPublished } from '../../src/outputs/published.ts';
import { oncePerReport } from '../../src/outputs/sent-marker.ts';
import { singleFileHtml } from '../../src/outputs/single-file.ts';
import { tellsReports } from '../../src/pipeline/tell-routes.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flag, text } from '../../src/settings/command/options.ts';
import { outputsHelp, readOutputsSettings } from '../../src/settings/outputs-settings.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    id: text('ID', 'an archived report (default: the newest of the site that is not refreshed any more)'),
    when: choice(TELL_WHEN, 'overrides mail.when of the policy'),
    attach: flag('the whole report as one HTML file'),
    force: flag('send although it was sent before, is not wanted, or shows simulated data'),
    'dry-run': flag('send nothing; write mail.eml and mail.html to --output'),
    output: text('DIR', 'where --dry-run writes', 'mail-preview'),
  },
  details: () =>
    `A report is mailed at most once, however often the job runs; where a mail may have arrived although the server failed, it\nis not sent again unless forced.\n\n${outputsHelp(['SMTP_URL', 'MAIL_FROM', 'MAIL_TO'])}`,
  example: {
    before:
      'SMTP_URL=smtp://user:password@mail.example.org:587 MAIL_FROM=monitor@example.org MAIL_TO=team@example.org SITE_URL=https://team.github.io BASE_PATH=/repo/',
    args: ['--when', 'on-change'],
  },
  exits: { 0: 'sent or not wanted', 3: 'no report', 4: 'the server failed' },
  async run({ values, reporter, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const outputs = readOutputsSettings(process.env);
    const policy = await readPolicy(policyPath(settings));
    const { outDir, basePath, siteUrl } = settings;
    const when = values.when ?? policy.mail.when;
    const { report, comparison, runs } = readPublished(
      outDir,
      openArchive(settings.archiveDir),
      values.id ?? null,
      settings.now,
    );
    const link = siteUrl === null ? null : permalink(settings, report.id);
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
                content: singleFileHtml({ siteDir: outDir, basePath, siteUrl, id: report.id }),
              },
            ],
          }
        : {}),
    };
    const { id } = report;
    const notSent = (words: string, reason: string): undefined => {
      print(`Not sent${words}`);
      printJson({ id, sent: false, reason });
    };
    if (values['dry-run']) {
      await mkdir(values.output, { recursive: true });
      await writeFile(join(values.output, 'mail.eml'), await mailFile(mail));
      await writeFile(join(values.output, 'mail.html'), String(mail.html));
      return notSent(`. ${mail.subject}\nWrote ${values.output}/mail.eml and mail.html`, 'dry-run');
    }
    const { smtpUrl, mailFrom, mailTo } = outputs;
    if (smtpUrl === null || mailFrom === null || mailTo.length === 0 || link === null) {
      throw configurationError(
        'mail-settings',
        `A mail needs SMTP_URL, MAIL_FROM, MAIL_TO and SITE_URL. See ${MONITOR} mail --help; --dry-run needs none of them.`,
      );
    }
    if (!values.force && report.simulated)
      return notSent(': the report shows simulated data. --force sends it anyway.', 'simulated');
    if (!values.force && policy.routes.some(tellsReports))
      return notSent(': routes of the policy say who is told of reports. --force sends it anyway.', 'routes');
    if (!values.force && !shouldSend(when, report.verdict.status, comparison))
      return notSent(`: mail.when is ${when}. --force sends it anyway.`, when);
    let refused: readonly string[] = [];
    const send = async (): Promise<void> => {
      refused = await sendMail(smtpUrl, mail);
    };
    const done = values.force
      ? await send().then(() => true)
      : await oncePerReport(settings.archiveDir, 'mail', id, send);
    if (!done) return notSent(`: report ${id} was mailed before. --force sends it again.`, 'sent-before');
    print(`Sent to ${mailTo.length - refused.length} of ${mailTo.length}: ${mail.subject}`);
    printJson({ id, sent: true, recipients: mailTo.length - refused.length, refused });
    for (const recipient of refused) reporter.warn(`the server refused ${recipient}`);
    return undefined;
  },
});
