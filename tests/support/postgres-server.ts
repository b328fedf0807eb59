import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';

/** A Postgres server on loopback without TLS, which asks for a password. */
export interface PostgresServer {
  readonly port: number;
  readonly password: string;
  /** `postgres://…` with the password and these parameters. */
  readonly url: (parameters: string) => string;
  readonly exec: (sql: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const SSL_REQUEST = 80_877_103;
const TERMINATE = 0x58;
const ASK_PASSWORD = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/** Starts Postgres itself, compiled to WebAssembly, behind a socket: one connection at a time, as its backend is one process. */
export async function startPostgres(password: string): Promise<PostgresServer> {
  const database = await PGlite.create();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, database, password);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const { port } = address;
  return {
    port,
    password,
    url: (parameters) =>
      `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres?${parameters}`,
    exec: (sql) => database.exec(sql),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await database.close();
    },
  };
}

/** Hands whole messages of the protocol on, in order. The password is asked for here: the backend has no users. */
function serve(socket: Socket, database: PGlite, password: string): void {
  let buffer = Buffer.alloc(0);
  let startup: Buffer | null = null;
  let isOpen = false;
  let queue = Promise.resolve();
  const forward = (message: Buffer): void => {
    queue = queue.then(async () => {
      const answer = await database.execProtocolRaw(new Uint8Array(message));
      if (answer.length > 0 && !socket.destroyed) socket.write(answer);
    });
  };
  const take = (message: Buffer): void => {
    if (startup === null) {
      if (message.readInt32BE(4) === SSL_REQUEST) socket.write('N');
      else {
        startup = message;
        socket.write(ASK_PASSWORD);
      }
    } else if (!isOpen) {
      if (message.toString('utf8', 5, message.length - 1) === password) {
        isOpen = true;
        forward(startup);
      } else socket.end(refusal('28P01', 'password authentication failed for user "postgres"'));
    } else if (message[0] === TERMINATE) socket.end();
    else forward(message);
  };
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = startup === null ? 0 : 1;
      if (buffer.length < head + 4) return;
      const length = head + buffer.readInt32BE(head);
      if (buffer.length < length) return;
      const message = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      take(message);
    }
  });
  socket.on('error', () => undefined);
  // What a client left open ends with its connection.
  socket.once('close', () => {
    queue = queue.then(async () => void (await database.exec('rollback')));
  });
}

function refusal(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`].map((text) => `${text}\0`).join('');
  const body = Buffer.from(`${fields}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
