import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Comparison } from '../../report/compare.ts';
import type { Report } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { briefOf } from '../brief.ts';
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

/** Phones show about half of it. */
const MAX_SUBJECT_CHARACTERS = 120;

/**
 * Composes the mail about a report: verdict in the subject, changes, firing alerts with owners, the permalink.
 *
 * Every mail of one monitor refers to the same message id, which does not exist, so that clients that thread by
 * `References` group the reports. Gmail also requires equal subjects, so it makes one thread per verdict.
 */
export function composeMail(options: MailOptions): Mail.Options {
  const { report, title, permalink, from, to } = options;
  const brief = briefOf(report, options.comparison);
  const host = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';
  const list = `${slug(title)}.${host}`;
  const thread = `<nights.${list.replace('.', '@')}>`;
  return {
    from,
    to: [...to],
    subject: subjectOf(title, `${brief.word}: ${brief.headline}`, report.simulated),
    text: mailText(brief, permalink, title),
    html: mailHtml({ brief, permalink, title, runs: options.runs }),
    date: new Date(report.generatedAt),
    messageId: `<${report.id}.${Date.parse(report.generatedAt)}.${slug(title)}@${host}>`,
    inReplyTo: thread,
    references: thread,
    list: { id: { url: list, comment: oneLine(title) } },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // Nothing in a report may make nodemailer read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function subjectOf(title: string, verdict: string, simulated: boolean): string {
  const subject = oneLine(`${simulated ? '[simulated] ' : ''}${verdict} – ${title}`);
  const characters = [...subject];
  return characters.length <= MAX_SUBJECT_CHARACTERS
    ? subject
    : `${characters.slice(0, MAX_SUBJECT_CHARACTERS - 1).join('')}…`;
}

/** Removes control characters and line separators, because a header must be one line. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'monitor';
