import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markGenerated } from '../../src/pipeline/site-marker.ts';
import { rawClient } from './local-server.ts';
import { commandLine } from './run-build.ts';

/** `npm start -- --no-build` in a separate process, over a small made-up site. */
export interface ServedSite {
  readonly port: number;
  /** The directory that is served. */
  readonly dist: string;
  readonly child: ChildProcess;
  /** Output so far, both streams. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/**
 * @param files text by path in the site; `404.html` is added.
 * @throws Error with the output of a process that ends before it listens.
 */
export async function servedSite(files: Readonly<Record<string, string>>): Promise<ServedSite> {
  const directory = await mkdtemp(join(tmpdir(), 'served-'));
  const dist = join(directory, 'dist');
  for (const [name, text] of Object.entries({ '404.html': '<p>no such page</p>', ...files })) {
    await mkdir(join(dist, name, '..'), { recursive: true });
    await writeFile(join(dist, name), text);
  }
  // As a build leaves it: only then may another build replace it.
  await markGenerated(dist);
  const child = spawn(
    process.execPath,
    [...commandLine('start'), '--no-build', '--host', '127.0.0.1', '--port', '0'],
    {
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const match = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
        if (match !== null) resolve(Number(match[1]));
      });
    }
    child.once('exit', () => reject(new Error(`it ended before it listened:\n${text}`)));
  });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
  };
  return { port, dist, child, output: () => text, close };
}

/**
 * Sends raw bytes.
 *
 * @returns the data received until the connection ended, or until nothing arrived for `silenceMs`.
 */
export async function sendRaw(port: number, bytes: string | Buffer, silenceMs = 1_000): Promise<string> {
  const { socket, text, ended } = rawClient(port, [bytes]);
  socket.setTimeout(silenceMs, () => socket.destroy());
  await ended;
  return text();
}
