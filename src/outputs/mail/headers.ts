import type Mail from 'nodemailer/lib/mailer/index.js';
import { oneLine } from '../../wording/clean-text.ts';

/** Phones show about half of it. */
const MAX_SUBJECT_CHARACTERS = 120;

interface Sender {
  /** Domain of the sender's address. */
  readonly host: string;
  /** Identifies the list of all mails of one monitor. */
  readonly list: string;
  /** Headers of every mail. */
  readonly headers: Mail.Options;
}

/** @param from an address, or a name and an address in angle brackets. */
export function senderOf(title: string, from: string): Sender {
  const host = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';
  const list = `${slug(title)}.${host}`;
  return {
    host,
    list,
    headers: {
      from,
      list: { id: { url: list, comment: oneLine(title).trim() } },
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      // Nothing in a report may make nodemailer read a file or fetch an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  };
}

/** A text as a subject: one line of at most 120 characters. */
export function shortLine(text: string): string {
  const subject = oneLine(text).trim();
  const characters = [...subject];
  return characters.length <= MAX_SUBJECT_CHARACTERS
    ? subject
    : `${characters.slice(0, MAX_SUBJECT_CHARACTERS - 1).join('')}…`;
}

export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'monitor';
