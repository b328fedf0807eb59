import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Comparison } from '../../report/compare.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { briefOf } from '../brief.ts';
import { senderOf, shortLine, slug } from './headers.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';

interface MailOptions {
  readonly report: Report;
  readonly comparison: Comparison | null;
  /** Newest first; the chart shows the newest two weeks. */
  readonly runs: readonly RunSummary[];
  readonly title: string;
  readonly permalink: string | null;
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Composes the mail about a report: verdict in the subject, changes, firing alerts with owners, the permalink.
 *
 * Every mail of one monitor refers to the same message id, which does not exist, so that clients that thread by
 * `References` group the reports. Gmail also requires equal subjects, so it makes one thread per verdict.
 */
export function composeMail(options: MailOptions): Mail.Options {
  const { report, title, permalink, from, to } = options;
  const brief = briefOf(report, options.comparison);
  const { list, host, headers } = senderOf(title, from);
  const thread = `<nights.${list.replace('.', '@')}>`;
  return {
    ...headers,
    to: [...to],
    subject: subjectOf(title, `${brief.word}: ${brief.headline}`, report.simulated),
    text: mailText(brief, permalink, title),
    html: mailHtml({ brief, permalink, title, runs: options.runs }),
    date: new Date(report.generatedAt),
    messageId: `<${report.id}.${Date.parse(report.generatedAt)}.${slug(title)}@${host}>`,
    inReplyTo: thread,
    references: thread,
  };
}

function subjectOf(title: string, verdict: string, simulated: boolean): string {
  return shortLine(`${simulated ? '[simulated] ' : ''}${verdict} – ${title}`);
}
