import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probeHealth } from './health.ts';

const servers: { close(): unknown; closeAllConnections?(): void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function probe(url: string, overrides: { explicit?: boolean; timeoutMs?: number; tries?: number } = {}) {
  let clock = Date.parse('2026-02-20T12:00:00Z');
  const slept: number[] = [];
  const running = probeHealth({
    url,
    tries: 3,
    timeoutMs: 3_000,
    explicit: true,
    now: () => clock++,
    sleep: async (ms) => {
      slept.push(ms);
    },
    ...overrides,
  });
  return { running, slept };
}

describe('probeHealth', () => {
  it('is ok at the first 200 and reads the version', async () => {
    const url = await serve((_, answer) => answer.end('{"status":"ok","version":"0.3.0"}'));
    const { running, slept } = probe(`${url}/health`);
    expect(await running).toEqual({
      status: 'ok',
      url,
      attempts: [{ at: '2026-02-20T12:00:00.000Z', ok: true, statusCode: 200, latencyMs: 1, error: null }],
      version: '0.3.0',
      reason: null,
    });
    expect(slept).toEqual([]);
  });

  it('tries three times before it calls the API down', async () => {
    let calls = 0;
    const url = await serve((_, answer) => {
      calls++;
      answer.writeHead(503).end('busy');
    });
    const { running, slept } = probe(`${url}/health`);
    const observation = await running;
    expect(observation.status).toBe('failed');
    expect(observation.attempts.map((a) => a.statusCode)).toEqual([503, 503, 503]);
    expect(observation.reason).toContain('answered 503');
    expect(calls).toBe(3);
    expect(slept).toEqual([1000, 1000]);
  });

  it('recovers at a later try', async () => {
    let calls = 0;
    const url = await serve((_, answer) => answer.writeHead(++calls < 3 ? 500 : 200).end('fine'));
    const observation = await probe(`${url}/health`).running;
    expect(observation.status).toBe('ok');
    expect(observation.attempts.map((a) => a.ok)).toEqual([false, false, true]);
    expect(observation.version).toBeNull();
  });

  it('does not take 204 or 401 for healthy', async () => {
    const url = await serve((request, answer) => answer.writeHead(request.url === '/a' ? 204 : 401).end());
    expect((await probe(`${url}/a`, { tries: 1 }).running).status).toBe('failed');
    expect((await probe(`${url}/b`, { tries: 1 }).running).status).toBe('failed');
  });

  it('follows redirects and explains a loop', async () => {
    const url = await serve((request, answer) => {
      if (request.url === '/old') return answer.writeHead(308, { location: '/new' }).end();
      if (request.url === '/new') return answer.end('{}');
      if (request.url === '/file') return answer.writeHead(302, { location: 'file:///etc/passwd' }).end();
      if (request.url === '/bad') return answer.writeHead(302, { location: 'http://[' }).end();
      if (request.url?.startsWith('/n')) {
        return answer.writeHead(302, { location: `/n${Number(request.url.slice(2)) + 1}` }).end();
      }
      return answer.writeHead(302, { location: request.url === '/loop' ? '/pool' : '/loop' }).end();
    });
    const reasons = async (path: string) => (await probe(`${url}${path}`, { tries: 1 }).running).reason;
    expect((await probe(`${url}/old`).running).status).toBe('ok');
    expect(await reasons('/loop')).toContain('redirects in a loop');
    expect(await reasons('/n1')).toContain('more than 5 redirects');
    expect(await reasons('/file')).toContain('redirects to a file: address');
    expect(await reasons('/bad')).toContain('not valid');
  });

  it('is unknown where nothing listens at the default address, failed at one that was set', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const unknown = await probe(`http://127.0.0.1:${port}/health`, { explicit: false }).running;
    expect(unknown).toMatchObject({ status: 'unknown', version: null });
    expect(unknown.attempts).toHaveLength(1);
    expect(unknown.reason).toContain('API_BASE_URL');
    const failed = await probe(`http://127.0.0.1:${port}/health`).running;
    expect(failed.status).toBe('failed');
    expect(failed.attempts[2]).toMatchObject({ statusCode: null, latencyMs: null });
    expect(failed.reason).toContain('nothing listens there');
  });

  it('gives up on a server that hangs or trickles', async () => {
    const url = await serve((request, answer) => {
      if (request.url === '/hang') return;
      answer.writeHead(200);
      const timer = setInterval(() => answer.write('x'), 20);
      answer.on('close', () => clearInterval(timer));
    });
    const hang = await probe(`${url}/hang`, { tries: 1, timeoutMs: 100 }).running;
    expect(hang.reason).toContain('no answer within 100 ms');
    const trickle = await probe(`${url}/trickle`, { tries: 1, timeoutMs: 150 }).running;
    expect(trickle.status).toBe('failed');
    expect(trickle.reason).toContain('did not end within 150 ms');
  });

  it('reads no more than it needs of an endless answer', async () => {
    let sent = 0;
    const url = await serve((_, answer) => {
      const block = Buffer.alloc(64 * 1024, 'a');
      const pump = () => {
        while (!answer.destroyed && sent < 10 * 2 ** 30) {
          sent += block.length;
          if (!answer.write(block)) return void answer.once('drain', pump);
        }
      };
      pump();
    });
    const observation = await probe(`${url}/health`, { timeoutMs: 5000 }).running;
    expect(observation).toMatchObject({ status: 'ok', version: null });
    expect(sent).toBeLessThan(64 * 2 ** 20);
  });

  it('says what is not HTTP, and closed connections, in words', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const odd = await probe(`http://127.0.0.1:${port}/health`, { tries: 1 }).running;
    expect(odd.reason).toContain('the answer is not HTTP');
    const tls = await probe(`https://127.0.0.1:${port}/health`, { tries: 1 }).running;
    expect(tls.reason).toContain('does not speak TLS');
  });

  it('sends the password to its own host only and never shows it', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, answer) => {
      seen.push(request.headers.authorization);
      answer.end('{}');
    });
    const url = await serve((request, answer) => {
      seen.push(request.headers.authorization);
      answer.writeHead(302, { location: `${other}/x` }).end();
    });
    const observation = await probe(url.replace('//', '//me:s3cret@').concat('/health?token=t0ken')).running;
    expect(seen).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')}`, undefined]);
    expect(JSON.stringify(observation)).not.toMatch(/s3cret|t0ken/);
    expect(observation.url).toBe(url);
  });

  it('refuses an address that is no web address', async () => {
    await expect(probe('ftp://example.org/health').running).rejects.toMatchObject({ exitCode: 2 });
    await expect(probe('localhost:7860').running).rejects.toMatchObject({ code: 'health-url' });
  });
});
