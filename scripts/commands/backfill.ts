import { backfill } from '../../src/pipeline/backfill/backfill.ts';
import { backfillTimes } from '../../src/pipeline/backfill/backfill-times.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { requiredText, text } from '../../src/settings/command/options.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';
import { formatCount } from '../../src/wording/sentence-numbers.ts';

export const command = defineCommand({
  options: {
    from: requiredText(
      'DATE',
      'date of the first report, or its time; a date alone is its first moment (UTC)',
    ),
    to: text('DATE', 'date of the last report; default: yesterday'),
    every: text('DAYS', 'days or weeks from one report to the next', '1d'),
  },
  details:
    'The logs are read once, and the site is built once at the end; all settings are those of build (its --help).\nDays that have a report are left alone. /health, the registry and the benchmark are not asked: nobody can tell what\nthey would have said. After an interruption the same command goes on with what is missing.',
  example: {
    before: "PREDICTIONS_LOG='logs/*.jsonl.gz'",
    args: ['--from', '2026-01-20', '--to', '2026-02-18'],
  },
  exits: { 3: null },
  async run({ values, signal, reporter, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const times = backfillTimes(values, settings.now);
    const policy = await readPolicy(policyPath(settings));
    // Turns off Astro's telemetry; must be set before Astro is loaded.
    process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
    const result = await backfill({ settings, policy, reporter, signal, times, clock: Date.now });
    reporter.finish();
    const { current, made, kept, outDir, pages, runs, notes } = result;
    for (const note of notes) reporter.warn(note);
    for (const { id, verdict } of made) print(`${id}  ${verdict.status.toUpperCase()}: ${verdict.headline}`);
    if (kept.length > 0) print(`kept as archived: ${kept.join(', ')}`);
    print(
      `${formatCount(made.length)} reports made, ${formatCount(kept.length)} kept, ${formatCount(runs)} archived`,
    );
    print(`site: ${outDir} (${formatCount(pages)} pages), newest report ${current.id}`);
    const reports = made.map(({ id, verdict: { status, headline } }) => ({ id, status, headline }));
    printJson({ made: reports, kept, newest: current.id, outDir, pages, runs, notes });
    return undefined;
  },
});
