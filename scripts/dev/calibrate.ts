import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { configurationError, EXIT } from '../../src/monitor-error.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { falsePositiveCells, powerCells, type StudyRow, studyCell } from './calibration/calibration-study.ts';

const USAGE = `Simulates data without drift and counts how often the default tests call drift anyway.

Usage: node scripts/dev/calibrate.ts [--runs N] [--seed N] [--now TIME] [--output FILE]

  --runs      simulations of each cell (default 2000; dear cells take fewer)
  --seed      of the simulations (default 1); the same seed and runs give the same file
  --now       the date written into the file, ISO 8601 (default: NOW, else today)
  --output    where the table goes (default data/calibration.json); "-" writes no file
  --help      this text

Exit codes: 0 every rate is right, 10 a rate at level 0.05 lies outside 3–7 % and the data do not explain it.
`;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      now: { type: 'string', default: process.env['NOW'] ?? new Date().toISOString() },
      output: { type: 'string', default: 'data/calibration.json' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const runs = wholeNumber('runs', values.runs, 20);
  const seed = wholeNumber('seed', values.seed, 0);
  const time = Date.parse(values.now);
  if (Number.isNaN(time)) {
    throw configurationError(
      'bad-flag',
      `--now is "${values.now}"; it wants an ISO 8601 time such as 2026-02-20T12:00:00Z.`,
    );
  }
  const study = (cells: ReturnType<typeof powerCells>): StudyRow[] => {
    const rows: StudyRow[] = [];
    for (const [index, cell] of cells.entries()) {
      if (signal.aborted) break;
      const row = studyCell(cell, runs, seed + index);
      console.log(line(row));
      rows.push(row);
    }
    return rows;
  };
  console.log('False positives at level 0.05');
  const falsePositives = study(falsePositiveCells());
  console.log('\nPower against a shift');
  const power = study(powerCells());
  const wrong = falsePositives.filter(({ verdict }) => verdict === 'wrong');
  if (values.output !== '-' && !signal.aborted) {
    const table = {
      date: new Date(time).toISOString().slice(0, 10),
      runs,
      seed,
      level: 0.05,
      falsePositives,
      power,
    };
    await mkdir(dirname(values.output), { recursive: true });
    const temporary = `${values.output}.${process.pid}.tmp`;
    await writeFile(temporary, `${JSON.stringify(table, null, 1)}\n`);
    await rename(temporary, values.output);
  }
  console.log(
    `\n${falsePositives.length - wrong.length} of ${falsePositives.length} false-positive rates are right`,
  );
  return wrong.length === 0 ? EXIT.ok : EXIT.gate;
});

function wholeNumber(flag: string, text: string, smallest: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= smallest && value <= 1_000_000) return value;
  throw configurationError(
    'bad-flag',
    `--${flag} is "${text}"; it wants a whole number of at least ${smallest}.`,
  );
}

function line({ test, data, nReference, nProduction, shift, rate, interval, verdict }: StudyRow): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const sizes = `${nReference}/${nProduction}`.padEnd(12);
  const moved = shift === 0 ? '' : ` shift ${shift}`;
  const ends = `${percent(interval[0])}–${percent(interval[1])}`;
  return `${test.padEnd(24)} ${sizes} ${`${data}${moved}`.padEnd(44)} ${percent(rate).padStart(7)} (${ends}) ${verdict}`;
}
