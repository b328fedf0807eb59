import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { configurationError } from '../../src/monitor-error.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { benchArchive } from './bench/archive.ts';
import { benchFormats } from './bench/formats.ts';
import type { BenchRow } from './bench/measure.ts';
import { benchMillion } from './bench/million.ts';
import { benchScale } from './bench/scale.ts';
import { benchStats } from './bench/stats.ts';
import { benchSteady } from './bench/steady.ts';
import { benchYear } from './bench/year.ts';

/** Those with a target for the whole build. */
const TARGETS = ['steady', 'million', 'year', 'archive'];

const BENCHES = {
  steady: benchSteady,
  million: benchMillion,
  year: benchYear,
  archive: benchArchive,
  stats: benchStats,
  formats: benchFormats,
  scale: benchScale,
} as const satisfies Record<string, () => Promise<readonly BenchRow[]>>;

const USAGE = `Measures speed and memory beside named peers, in one run on this machine; ratios are what counts.

Usage: npm run bench -- [name …]

Names: ${Object.keys(BENCHES).join(', ')} (default: ${TARGETS.join(', ')})
Example: npm run bench -- steady
`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) {
    throw configurationError(
      'bad-flag',
      `no bench "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`,
    );
  }
  const processor = cpus();
  console.log(
    `${processor[0]?.model ?? 'unknown processor'}, ${processor.length} cores, Node ${process.version}\n`,
  );
  console.log('| What | Ours | Peer | Ratio | Target |\n| --- | --- | --- | --- | --- |');
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (!(positionals.length > 0 ? positionals : TARGETS).includes(name)) continue;
    for (const row of await bench()) {
      console.log(`| ${row.what} | ${row.ours} | ${row.peer} | ${row.ratio} | ${row.target} |`);
    }
  }
  return undefined;
});
