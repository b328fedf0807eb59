import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { configurationError, EXIT } from '../../src/monitor-error.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { DROP_SCENARIOS, type DropStudyRow, dropStudy } from './performance/drop-study.ts';

const USAGE = `Simulates a year of daily reports of a model and counts how often a performance drop is raised.

Usage: node scripts/dev/performance-study.ts [--logs N] [--seed N] [--from N] [--to N] [--now TIME] [--output FILE]

  --logs      simulated logs of each model that does not change (default 100); a third as many of one that does
  --seed      of the simulations (default 1); the same seed and logs give the same file
  --from, --to  the models to simulate, by their place in the list (default all)
  --now       the date written into the file, ISO 8601 (default: NOW, else today)
  --output    where the table goes (default data/performance-drop.json); "-" writes no file
  --help      this text

Exit codes: 0, or 10 where more than 5 % of the logs of an unchanged model raise a drop, or more than 1 % a critical one.
`;

const MOST_OPENED = 0.05;
const MOST_CRITICAL = 0.01;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      logs: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      to: { type: 'string', default: String(DROP_SCENARIOS.length) },
      now: { type: 'string', default: process.env['NOW'] ?? new Date().toISOString() },
      output: { type: 'string', default: 'data/performance-drop.json' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const numbers = { logs: wholeNumber('logs', values.logs), seed: wholeNumber('seed', values.seed) };
  const chosen = DROP_SCENARIOS.slice(wholeNumber('from', values.from) - 1, wholeNumber('to', values.to));
  const rows: DropStudyRow[] = [];
  for (const scenario of chosen) {
    const logs = scenario.becomes === null ? numbers.logs : Math.ceil(numbers.logs / 3);
    const row = await dropStudy(scenario, logs, numbers.seed, signal);
    if (signal.aborted) break;
    console.log(JSON.stringify(row));
    rows.push(row);
  }
  if (values.output !== '-' && !signal.aborted) {
    const date = new Date(Date.parse(values.now)).toISOString().slice(0, 10);
    await mkdir(dirname(values.output), { recursive: true });
    const temporary = `${values.output}.${process.pid}.tmp`;
    await writeFile(temporary, `${JSON.stringify({ date, ...numbers, rows }, null, 1)}\n`);
    await rename(temporary, values.output);
  }
  const wrong = rows.filter(
    ({ becomes, lookRows, logs, opened, critical }) =>
      becomes === null &&
      lookRows.all === 100 &&
      (opened > MOST_OPENED * logs || critical > MOST_CRITICAL * logs),
  );
  return wrong.length === 0 ? EXIT.ok : EXIT.gate;
});

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  throw configurationError('bad-flag', `--${flag} is "${text}"; it wants a whole number of at least 1.`);
}
