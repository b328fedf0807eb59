import { mkdir } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { type Container, startContainer } from './container.ts';
import { FAULTS, type Fault, faultyBuild, roundsLeft } from './faulty-build.ts';
import { HAS_PROC, openHandles, residentMb } from './process-figures.ts';
import { mountTmpfs, tmpfsUnavailableReason, unmount } from './tmpfs.ts';

export interface SoakOptions {
  /** Empty directory for all files written. */
  readonly directory: string;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  /** Size of the file system for sites, where one can be mounted; else the full-disk fault is skipped. */
  readonly diskMb: number;
  readonly rebuildEvery: string;
  readonly buildTimeout: string;
  /** How long to wait for a fault's message and for the next good site. Default 120. */
  readonly faultSeconds?: number;
  /** Requested paths, without leading slash. */
  readonly paths: readonly string[];
  /** A program whose command `build` builds the sites; else they are made up. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly report?: (message: string) => void;
}

export interface SoakResult {
  readonly answers: number;
  /** Faults of responses; none is expected. */
  readonly broken: readonly string[];
  readonly worstMs: number;
  readonly p99Ms: number;
  readonly sites: number;
  readonly failedRounds: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Counts of `/healthz` responses by status. */
  readonly health: Readonly<Record<number, number>>;
  /** Resident memory of the server, one sample a second; empty where /proc is absent. */
  readonly residentMb: readonly number[];
  /** Open handles that are not sockets. */
  readonly files: readonly number[];
  readonly leftovers: readonly string[];
}

const FAULT_SECONDS = 120;

/**
 * Runs the container under load with one build fault after another: each until a round has failed with it and a good
 * site was published after it.
 *
 * A fault that is not reported, and no site after it, end the run and are among what is `broken`.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const sites = join(options.directory, 'sites');
  await mkdir(sites);
  const mounted = tmpfsUnavailableReason() === null;
  if (mounted) mountTmpfs(sites, `size=${options.diskMb}m`);
  const build = faultyBuild(options.directory, {
    sitesDirectory: sites,
    ...(options.program === undefined ? {} : { program: options.program }),
  });
  const container = await startContainer({
    cwd: options.directory,
    buildScript: build.script,
    env: {
      ...options.env,
      SITES_DIR: sites,
      REBUILD_EVERY: options.rebuildEvery,
      BUILD_TIMEOUT: options.buildTimeout,
    },
  });
  try {
    const faults = (Object.keys(FAULTS) as Fault[]).filter((fault) => mounted || fault !== 'full');
    return {
      ...(await run(container, build.set, faults, options)),
      leftovers: await leftovers(container, sites),
    };
  } finally {
    await container.close();
    if (mounted) unmount(sites);
  }
}

async function leftovers(container: Container, sites: string): Promise<readonly string[]> {
  // A round may be in progress until the process ends.
  await container.close();
  return roundsLeft(sites);
}

type Running = Omit<SoakResult, 'leftovers'>;

async function run(
  container: Container,
  set: (fault: Fault | null) => void,
  faults: readonly Fault[],
  options: SoakOptions,
): Promise<Running> {
  const { report = () => undefined, faultSeconds = FAULT_SECONDS } = options;
  const log = (): string => container.output();
  const sites = (text: string): number => text.match(/^Site \d+ is shown\.$/gm)?.length ?? 0;
  const seen = (what: string, check: () => boolean): Promise<void> => until(what, check, log, faultSeconds);
  await seen('the first site', () => sites(log()) > 0);
  const end = performance.now() + options.seconds * 1_000;
  const load = startLoad(container, options);
  const tried: Record<string, number> = {};
  const lost: string[] = [];
  try {
    for (let i = 0; performance.now() < end || i < faults.length; i++) {
      const fault = faults[i % faults.length] ?? 'exit';
      const before = log().length;
      set(fault);
      await seen(`the words of ${fault}`, () => FAULTS[fault].test(log().slice(before)));
      const failed = log().length;
      set(null);
      await seen(`a site after ${fault}`, () => sites(log().slice(failed)) > 0);
      tried[fault] = (tried[fault] ?? 0) + 1;
      report(`${fault}: survived; ${load.summary()}`);
    }
  } catch (error) {
    // What was seen until then is not lost.
    lost.push(error instanceof Error ? error.message : String(error));
  }
  const seenByLoad = await load.stop();
  const figures = { ...seenByLoad, broken: [...seenByLoad.broken, ...lost] };
  const failedRounds = log().match(/^Build \d+ failed:/gm)?.length ?? 0;
  return { ...figures, sites: sites(log()), failedRounds, faults: tried };
}

async function until(what: string, check: () => boolean, log: () => string, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!check()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Load {
  readonly summary: () => string;
  readonly stop: () => Promise<Omit<Running, 'sites' | 'failedRounds' | 'faults'>>;
}

/** Sends requests at the given rate regardless of responses, and samples the process every second. */
function startLoad({ url, child }: Container, { paths, requestsPerSecond }: SoakOptions): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const broken: string[] = [];
  const times: number[] = [];
  const health: Record<number, number> = {};
  const resident: number[] = [];
  const files: number[] = [];
  const open = new Set<Promise<void>>();
  let asked = 0;
  const ask = async (): Promise<void> => {
    const path = paths[asked++ % paths.length] ?? '';
    const began = performance.now();
    await get(`${url}${path}`, agent).then(
      ({ status, body }) => {
        times.push(performance.now() - began);
        if (status !== 200 || !isWhole(path, body))
          broken.push(`/${path}: ${status}, ${body.length} characters`);
      },
      (error: Error) => broken.push(`/${path}: ${error.message}`),
    );
  };
  const began = performance.now();
  const asking = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * requestsPerSecond;
    while (asked < due) {
      const answer = ask().finally(() => open.delete(answer));
      open.add(answer);
    }
  }, 20);
  const looking = setInterval(async () => {
    const { status } = await get(`${url}healthz`, agent).catch(() => ({ status: 0 }));
    health[status] = (health[status] ?? 0) + 1;
    if (!HAS_PROC || child.pid === undefined || child.exitCode !== null) return;
    resident.push(residentMb(child.pid));
    files.push(openHandles(child.pid).others);
  }, 1_000);
  return {
    summary: () =>
      `${times.length} answers, ${broken.length} broken, ${Math.round(resident.at(-1) ?? 0)} MB, ${files.at(-1) ?? 0} files`,
    stop: async () => {
      clearInterval(asking);
      clearInterval(looking);
      await Promise.all(open);
      agent.destroy();
      const sorted = times.toSorted((a, b) => a - b);
      return {
        answers: times.length,
        broken,
        worstMs: sorted.at(-1) ?? 0,
        p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
        health,
        residentMb: resident,
        files,
      };
    },
  };
}

function get(url: string, agent: Agent): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, timeout: 20_000 }, (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 20 s')));
    sent.on('error', reject);
    sent.end();
  });
}

/** True where a page is complete and all of one build. */
function isWhole(path: string, body: string): boolean {
  if (path.endsWith('.json')) {
    try {
      return typeof JSON.parse(body) === 'object';
    } catch {
      return false;
    }
  }
  const builds = new Set([...body.matchAll(/<p>build (\d+)/g)].map(([, number]) => number));
  return /^\s*<(?:!doctype )?html/i.test(body) && body.trimEnd().endsWith('</html>') && builds.size <= 1;
}
