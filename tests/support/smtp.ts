import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Delivery {
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly message: string;
}

export interface MailServer {
  readonly port: number;
  readonly deliveries: Delivery[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback with one user, which records messages. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const deliveries: Delivery[] = [];
  const server = new SMTPServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'monitor' && password === 's3cret') done(null, { user: username });
      else done(new Error('no'));
    },
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('gone@') ? new Error('no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        deliveries.push({
          secure: session.secure,
          user: session.user as string | undefined,
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
          message: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    deliveries,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
