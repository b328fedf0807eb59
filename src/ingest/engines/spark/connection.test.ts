import http from 'node:http';
import net from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openSession } from './session.ts';
import { parseSparkUrl } from './spark-url.ts';

const servers: (net.Server | http.Server)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: net.Server | http.Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const open = (port: number, rest = '', user = '') =>
  openSession(parseSparkUrl(`spark://${user}127.0.0.1:${port}${rest}`));

it('says that nothing listens', async () => {
  const server = net.createServer();
  const port = await listen(server);
  server.close();
  await expect(open(port)).rejects.toMatchObject({ code: 'spark-unreachable', exitCode: 3 });
  await expect(open(port, '', 'ada:secret@')).rejects.toMatchObject({ code: 'spark-unreachable' });
  await expect(open(port, '?transport=http')).rejects.toMatchObject({ code: 'spark-unreachable' });
});

it('says that a server hangs up instead of answering', async () => {
  const port = await listen(net.createServer((socket) => socket.once('data', () => socket.destroy())));
  await expect(open(port)).rejects.toMatchObject({ code: 'spark-no-session', exitCode: 3 });
});

it('says that SASL refused the password, and not which', async () => {
  // What HiveServer2 sends: status BAD (3), length, message.
  const words = Buffer.from('Error validating the login');
  const header = Buffer.from([3, 0, 0, 0, words.length]);
  const server = net.createServer((socket) =>
    socket.on('data', () => socket.write(Buffer.concat([header, words]))),
  );
  const refusal = open(await listen(server), '', 'ada:secret@');
  await expect(refusal).rejects.toMatchObject({ code: 'spark-credentials', exitCode: 2 });
  await expect(refusal).rejects.not.toThrow(/secret/);
});

it('says that HTTP refused the password', async () => {
  const port = await listen(http.createServer((_, response) => response.writeHead(401).end()));
  await expect(open(port, '?transport=http', 'ada:wrong@')).rejects.toMatchObject({
    code: 'spark-credentials',
    exitCode: 2,
  });
});

it('does not take plain text for TLS', async () => {
  const port = await listen(net.createServer((socket) => socket.on('data', () => socket.end('no TLS here'))));
  await expect(open(port, '?ssl=true')).rejects.toMatchObject({ code: 'spark-certificate', exitCode: 2 });
});

it('stops at once when it is already cancelled', async () => {
  const cancelled = AbortSignal.abort(new Error('stop'));
  await expect(openSession(parseSparkUrl('spark://127.0.0.1:1'), cancelled)).rejects.toThrow('stop');
});
