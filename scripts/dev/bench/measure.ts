import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

export interface Measured {
  readonly seconds: number;
  /** Processor time of all processes of the command, as far as it was sampled before they ended; null as below. */
  readonly cpuSeconds: number | null;
  /** Sampled peak resident memory of all processes of the command, in MB; null on systems without /proc. */
  readonly peakMb: number | null;
}

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one command and measures it. @throws Error with the end of its output if it fails. */
export function runOnce(command: Command): Promise<Measured> {
  const [file = '', ...args] = command.argv;
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let output = '';
    const child = spawn(file, args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let peakKb: number | null = null;
    const ticks = new Map<number, number>();
    const sample = async (): Promise<void> => {
      const kb = await treeKb(child.pid ?? -1, ticks);
      if (kb !== null) peakKb = Math.max(peakKb ?? 0, kb);
    };
    const timer = setInterval(() => void sample(), 50);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(timer);
      if (code !== 0) reject(new Error(`${command.argv.join(' ')} ended with ${code}:\n${output}`));
      else
        resolve({
          seconds: (performance.now() - began) / 1000,
          cpuSeconds: ticks.size === 0 ? null : [...ticks.values()].reduce((sum, own) => sum + own, 0) / 100,
          peakMb: peakKb === null ? null : peakKb / 1024,
        });
    });
  });
}

/**
 * Resident memory of a process and its descendants, in kB.
 *
 * @param ticks of processor time by process, in hundredths of a second, which it brings up to date.
 */
async function treeKb(pid: number, ticks: Map<number, number>): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const times = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
    ticks.set(pid, Number(times[11]) + Number(times[12]));
    let kb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    for (const thread of await readdir(`/proc/${pid}/task`)) {
      const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8');
      for (const child of children.split(' ').filter(Boolean))
        kb += (await treeKb(Number(child), ticks)) ?? 0;
    }
    return kb;
  } catch {
    // The process ended meanwhile, or this system has no /proc.
    return null;
  }
}

export interface Pair {
  readonly a: readonly Measured[];
  readonly b: readonly Measured[];
}

/** Runs two commands alternately after a warm-up of each, so that changes of the machine's speed affect both. */
export async function alternate(a: Command, b: Command, runs: number): Promise<Pair> {
  const result: { a: Measured[]; b: Measured[] } = { a: [], b: [] };
  await runOnce(a);
  await runOnce(b);
  for (let i = 0; i < runs; i++) {
    result.a.push(await runOnce(a));
    result.b.push(await runOnce(b));
  }
  return result;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** One row of the printed table. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
}
