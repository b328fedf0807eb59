import { readFile } from 'node:fs/promises';
import { runCommand, type Workplace } from '../run-build.ts';

/** Decoded output of the commands mail, notify and export. */
export interface Surfaces {
  readonly codes: readonly (number | null)[];
  /** The mail as transmitted. */
  readonly mail: string;
  readonly mailHtml: string;
  /** Slack's and the webhook's JSON, one after the other. */
  readonly slack: string;
  readonly webhook: string;
  readonly annotations: string;
  readonly summary: string;
  readonly exported: string;
  readonly printed: string;
}

/** Runs mail, notify and export on a built site, sending nothing. */
export async function surfacesOf(
  place: Workplace,
  settings: Readonly<Record<string, string>>,
): Promise<Surfaces> {
  const env = {
    ARCHIVE_DIR: place.path('archive'),
    OUT_DIR: place.path('dist'),
    SITE_URL: 'https://monitor.example',
    MAIL_FROM: 'monitor@example.org',
    MAIL_TO: 'team@example.org',
    ...settings,
  };
  const run = (command: string, ...args: string[]) => runCommand(command, env, args, place.directory);
  const notify = (flag: string) => run('notify', flag, '--dry-run', '--force');
  const ended = [
    await run('mail', '--dry-run', '--force', '--attach', '--output', place.path('mail')),
    await run('export', '--output', place.path('mail/export.html')),
    await notify('--slack'),
    await notify('--webhook'),
    await notify('--annotations'),
    await notify('--summary'),
  ];
  const out = (i: number): string => ended[i]?.stdout ?? '';
  return {
    codes: ended.map((one) => one.code),
    mail: await readFile(place.path('mail/mail.eml'), 'utf8'),
    mailHtml: await readFile(place.path('mail/mail.html'), 'utf8'),
    exported: await readFile(place.path('mail/export.html'), 'utf8'),
    slack: out(2),
    webhook: out(3),
    annotations: out(4),
    summary: out(5),
    printed: ended.map((one) => `${one.stdout}${one.stderr}`).join('\n'),
  };
}

/** A mail followed by its decoded quoted-printable and base64 parts. */
export function decodedMail(mail: string): string {
  const quoted = mail
    .replace(/=\r?\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (bytes) =>
      Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
    );
  const packed = [...mail.matchAll(/\r?\n\r?\n((?:[A-Za-z0-9+/]{76}\r?\n)+[A-Za-z0-9+/]+=*)/g)].map(
    ([, part]) => Buffer.from(part ?? '', 'base64').toString('utf8'),
  );
  return [mail, quoted, ...packed].join('\n');
}
