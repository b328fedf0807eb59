import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '../../src/settings/cli.ts';
import { memoryGrowthMb } from '../../tests/support/memory-growth.ts';
import { type SoakResult, soak } from '../../tests/support/soak.ts';

const USAGE = `Runs the container's entry point with real builds under load, over logs that grow and are rotated, while builds are killed, hang,
end with an error or without a site, and the disk is full (where this user may mount one); then prints what was seen.

Usage: node scripts/dev/soak.ts [--minutes 10] [--rate 100] [--every 20s] [--build-timeout 30s] [--fault-seconds 120]

  --rate            requests a second
  --every           pause between builds
  --build-timeout   time limit of a build
  --fault-seconds   patience until a fault is told and a good site follows; more where the machine is busy

Exit codes: 0 every answer was whole, a site every two minutes at least was shown and memory did not grow over the second half, 1 not so.
`;

/** Growth over the second half, when the heap has the size that it needs; a kilobyte kept of each request is 90 MB in 30 minutes. */
const MAX_GROWTH_MB = 20;
/** A build that has listed the oldest log when it is removed fails, so that this must not be so in every build. */
const ROTATION_MS = 120_000;
const KEPT_LOGS = 4;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '100' },
      every: { type: 'string', default: '20s' },
      'build-timeout': { type: 'string', default: '30s' },
      'fault-seconds': { type: 'string', default: '120' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const directory = await mkdtemp(join(tmpdir(), 'soak-'));
  const log = (source: string, number?: number): string =>
    join(directory, source, `log${number === undefined ? '' : `-${number}`}.jsonl`);
  for (const source of ['predictions', 'requests']) await mkdir(join(directory, source));
  const grow = async (rows: number): Promise<void> => {
    await appendFile(log('predictions'), lines(rows, prediction));
    await appendFile(log('requests'), lines(rows, apiRequest));
  };
  let rotations = 0;
  const rotate = async (): Promise<void> => {
    const number = ++rotations;
    for (const source of ['predictions', 'requests']) {
      await rename(log(source), log(source, number));
      await rm(log(source, number - KEPT_LOGS), { force: true });
    }
    await grow(500);
  };
  await grow(2_000);
  // A minimal model benchmark, so that builds leave the processors to the requests.
  await writeFile(
    join(directory, 'policy.json'),
    '{"benchmark": {"calls": 1, "warmup": 0, "batchSizes": [1]}}',
  );
  const growing = setInterval(() => void grow(5), 1_000);
  const rotating = setInterval(() => void rotate(), ROTATION_MS);
  try {
    const result = await soak({
      directory,
      seconds: Number(values.minutes) * 60,
      requestsPerSecond: Number(values.rate),
      diskMb: 64,
      rebuildEvery: values.every,
      buildTimeout: values['build-timeout'],
      faultSeconds: Number(values['fault-seconds']),
      paths: ['', 'drift/', 'latest.json', 'reports/index.json'],
      program: fileURLToPath(new URL('../monitor.ts', import.meta.url)),
      env: {
        PREDICTIONS_LOG: join(directory, 'predictions'),
        API_REQUESTS_LOG: join(directory, 'requests'),
        ARCHIVE_DIR: join(directory, 'archive'),
        POLICY_PATH: join(directory, 'policy.json'),
      },
      report: (message) => console.log(`${new Date().toISOString()} ${message}`),
    });
    console.log(`logs          rotated ${rotations} times`);
    return print(result, Number(values.minutes)) ? undefined : 1;
  } finally {
    clearInterval(growing);
    clearInterval(rotating);
    await rm(directory, { recursive: true, force: true });
  }
});

/** Prints the figures; false where an answer was not whole, memory grew, files stayed, or rebuilds did not go on. */
function print(result: SoakResult, minutes: number): boolean {
  const { residentMb, files, broken } = result;
  const quarter = Math.ceil(residentMb.length / 4);
  const first = median(residentMb.slice(0, quarter));
  const last = median(residentMb.slice(-quarter));
  const growth = memoryGrowthMb(residentMb);
  console.log(`answers       ${result.answers}, ${broken.length} not whole`);
  console.log(
    `time          99 % within ${result.p99Ms.toFixed(0)} ms, worst ${result.worstMs.toFixed(0)} ms`,
  );
  console.log(`rounds        ${result.sites} sites shown, ${result.failedRounds} failed`);
  console.log(`faults        ${JSON.stringify(result.faults)}`);
  console.log(`/healthz      ${JSON.stringify(result.health)}`);
  console.log(
    `memory        median of the first quarter ${first.toFixed(0)} MB, of the last ${last.toFixed(0)} MB, ${growth.toFixed(1)} MB grown over the second half`,
  );
  console.log(`files         ${Math.min(...files)} to ${Math.max(...files)} open beside sockets`);
  console.log(`left behind   ${result.leftovers.length === 0 ? 'nothing' : result.leftovers.join(', ')}`);
  for (const text of broken.slice(0, 20)) console.log(`  ${text}`);
  const isFlat = growth < MAX_GROWTH_MB;
  const goesOn = result.sites >= Math.max(1, minutes / 2);
  return broken.length === 0 && result.leftovers.length === 0 && isFlat && goesOn;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function lines(count: number, row: (timestamp: string) => object): string {
  return Array.from({ length: count }, () => `${JSON.stringify(row(new Date().toISOString()))}\n`).join('');
}

function prediction(timestamp: string): object {
  const input = {
    industry: Math.random() < 0.5 ? 'Banking' : 'Retail',
    employees: Math.ceil(Math.random() * 500),
  };
  return { timestamp, input, score: Math.random(), label: 'engaged', inference_ms: Math.random() };
}

function apiRequest(timestamp: string): object {
  return {
    timestamp,
    endpoint: '/predict',
    method: 'POST',
    status_code: 200,
    response_ms: 5 * Math.random(),
  };
}
