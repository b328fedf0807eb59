import { createTransport } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { deliveryUnknown, unsent } from '../delivery.ts';

interface MailLimits {
  /** Timeout without data from the server. Default 20 s. */
  readonly timeoutMs?: number;
  /** Timeout in total, for servers that send data very slowly. Default 2 minutes. */
  readonly deadlineMs?: number;
  /** Name of the variable with the address, for errors. */
  readonly setting?: string;
}

/** Reasons by nodemailer's error code; its own messages are not used, because they may contain the login. */
const WORDS: Readonly<Record<string, string>> = {
  EAUTH: 'the server refused the user name or password',
  ENOAUTH: 'the server wants a user name and a password',
  ETLS: 'the server offers no STARTTLS; use smtps:// or add ?ignoreTLS=true for a trusted network',
  EDNS: 'the host name is not known',
  ECONNECTION: 'nothing answers there, or it closes the connection',
  ESOCKET: 'the connection failed (a certificate that is not trusted, or nothing answers there)',
  ETIMEDOUT: 'the server did not answer in time',
  EENVELOPE: 'the server refused the sender or every recipient',
  EMESSAGE: 'the server refused the message',
  EPROTOCOL: 'the server does not speak SMTP',
  EABORT: 'the server took too long',
};

/**
 * Sends one mail. Credentials are never sent unencrypted: without `smtps://`, STARTTLS is required unless the address has
 * `?ignoreTLS=true` or the server is local.
 *
 * @returns recipients that the server refused while it accepted others.
 * @throws MonitorError (exit code 4, without the password): `delivery-unknown` if the complete message was transmitted and
 *   no response arrived, `request-failed` if nothing was sent.
 */
export async function sendMail(
  smtpUrl: string,
  mail: Mail.Options,
  { timeoutMs = 20_000, deadlineMs = 120_000, setting = 'SMTP_URL' }: MailLimits = {},
): Promise<readonly string[]> {
  let handedOver = false;
  const transport = createTransport({
    url: smtpUrl,
    // nodemailer reports only in its log that the end of the message was written.
    logger: {
      ...SILENT,
      info: (entry) => {
        if (entry['tnx'] === 'message') handedOver = true;
      },
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(demandsTls(smtpUrl) ? { requireTLS: true } : {}),
  });
  try {
    const limited: Mail.Options & { readonly signal: AbortSignal } = {
      ...mail,
      signal: AbortSignal.timeout(deadlineMs),
    };
    const info = await transport.sendMail(limited);
    return info.rejected;
  } catch (cause) {
    const { code, responseCode } = cause as { readonly code?: string; readonly responseCode?: number };
    const words = WORDS[code ?? ''] ?? `the delivery failed (${code ?? 'unknown error'})`;
    const answer = responseCode === undefined ? '' : `, answer ${responseCode}`;
    if (handedOver && responseCode === undefined) throw deliveryUnknown(`${setting}: ${words}.`, cause);
    throw unsent(`${setting}: ${words}${answer}. Nothing was sent.`, cause);
  } finally {
    transport.close();
  }
}

const ignore = (): void => undefined;
const SILENT = {
  level: ignore,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
};

function demandsTls(smtpUrl: string): boolean {
  const url = new URL(smtpUrl);
  if (url.protocol === 'smtps:' || url.searchParams.get('ignoreTLS') === 'true') return false;
  return !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** The mail as an .eml file: identical to what would be sent, except for the MIME boundaries. */
export async function mailFile(mail: Mail.Options): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  return Buffer.isBuffer(message) ? message : Buffer.from(await new Response(message as never).bytes());
}
