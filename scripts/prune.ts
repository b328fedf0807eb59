import { parseArgs } from 'node:util';
import { openArchive } from '../src/archive/archive.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { readSettings } from '../src/settings/settings.ts';

const USAGE = `Takes the details of old reports out of the archive. Each keeps its address and its headline figures.

Usage: npm run prune -- --keep-daily N|all --keep-weekly N|all --keep-monthly N|all [--dry-run]

  --keep-daily     every report of the newest N days that have one
  --keep-weekly    the newest report of each of the newest N ISO weeks
  --keep-monthly   the newest report of each of the newest N months
  --dry-run        only say which reports would go

Example: npm run prune -- --keep-daily 400 --keep-weekly 260 --keep-monthly all

Nothing is ever pruned without this command. The archive is ARCHIVE_DIR. Exit codes: 0 done, 2 bad flag or directory.
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      'keep-daily': { type: 'string' },
      'keep-weekly': { type: 'string' },
      'keep-monthly': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const retention = {
    keepDaily: keep('--keep-daily', values['keep-daily']),
    keepWeekly: keep('--keep-weekly', values['keep-weekly']),
    keepMonthly: keep('--keep-monthly', values['keep-monthly']),
  };
  const { archiveDir, now } = readSettings(process.env, process.cwd(), Date.now);
  const archive = openArchive(archiveDir);
  const before = archive.list().length;
  const pruned = archive.prune(retention, new Date(now).toISOString(), { dryRun: values['dry-run'] });
  for (const id of pruned) console.log(id);
  console.log(
    `${values['dry-run'] ? 'Would prune' : 'Pruned'} ${pruned.length} of ${before} reports in ${archiveDir}.`,
  );
  return undefined;
});

function keep(flag: string, value: string | undefined): number | 'all' {
  if (value === 'all') return 'all';
  if (value !== undefined && /^\d{1,6}$/.test(value)) return Number(value);
  throw configurationError(
    'bad-flag',
    `${flag} must be a number or "all". All three are needed; see --help.`,
  );
}
