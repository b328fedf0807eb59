import { openArchive } from '../../src/archive/archive.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, flagError, type Option, required } from '../../src/settings/command/options.ts';
import { readSettings } from '../../src/settings/settings.ts';

const keep = (meaning: string): Option<number | 'all'> =>
  required('N|all', meaning, (given, name) => {
    if (given === 'all') return 'all';
    if (/^\d{1,6}$/.test(given)) return Number(given);
    throw flagError(`${name} must be a number or "all", not "${given}".`);
  });

export const command = defineCommand({
  options: {
    'keep-daily': keep('every report of the newest N days that have one'),
    'keep-weekly': keep('the newest report of each of the newest N ISO weeks'),
    'keep-monthly': keep('the newest report of each of the newest N months'),
    'dry-run': flag('only say which reports would go'),
  },
  details:
    'Each pruned report keeps its address and its headline figures. Nothing is ever pruned without this command.\nThe archive is ARCHIVE_DIR.',
  example: { args: ['--keep-daily', '400', '--keep-weekly', '260', '--keep-monthly', 'all'] },
  exits: { 2: 'bad flag or directory' },
  async run({ values, print, printJson }) {
    const retention = {
      keepDaily: values['keep-daily'],
      keepWeekly: values['keep-weekly'],
      keepMonthly: values['keep-monthly'],
    };
    const dryRun = values['dry-run'];
    const { archiveDir, now } = readSettings(process.env, process.cwd(), Date.now);
    const archive = openArchive(archiveDir);
    const before = archive.list().length;
    const pruned = archive.prune(retention, new Date(now).toISOString(), { dryRun });
    for (const id of pruned) print(id);
    print(`${dryRun ? 'Would prune' : 'Pruned'} ${pruned.length} of ${before} reports in ${archiveDir}.`);
    printJson({ pruned, before, dryRun, archiveDir });
    return undefined;
  },
});
