import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { commandLine } from './run-build.ts';

/** The container's entry point in a separate process. */
export interface Container {
  /** With a trailing slash, without the base path. */
  readonly url: string;
  readonly child: ChildProcess;
  /** Output so far, both streams. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

interface ContainerOptions {
  readonly cwd: string;
  /** Script that replaces the build. */
  readonly buildScript: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @throws Error with the output of a process that ends before it listens; its exit code is in the text. */
export async function startContainer({ cwd, buildScript, env }: ContainerOptions): Promise<Container> {
  const args = [...commandLine('serve'), '--host', '127.0.0.1', '--port', '0', '--build-script', buildScript];
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const match = /http:\/\/127\.0\.0\.1:\d+\//.exec(text);
        if (match !== null) resolve(match[0]);
      });
    }
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it listened:\n${text}`)));
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url, child, output: () => text, close };
}
