import { FAIL_ON, gateExitCode } from '../../src/outputs/gate.ts';
import { buildSummary, inputRemarks } from '../../src/pipeline/build-summary.ts';
import { startReportThread } from '../../src/pipeline/report-thread.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flag } from '../../src/settings/command/options.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';
import { settingsHelp } from '../../src/settings/settings-help.ts';
import { strayWords } from '../../src/settings/stray-variables.ts';

export const command = defineCommand({
  options: {
    profile: flag('say where the time went'),
    'fail-on': choice(
      FAIL_ON,
      'leave with exit code 10 when the verdict is that bad, or (unknown) red or incomplete; the site is published anyway',
      'never',
    ),
  },
  details: () => settingsHelp(process.env),
  example: {
    before: "PREDICTIONS_LOG='logs/*.jsonl.gz' API_BASE_URL=https://api.example.org",
    args: ['--fail-on', 'red'],
  },
  exits: { 3: null, 10: 'the verdict is as bad as --fail-on says' },
  async run({ values, signal, reporter, print, printJson, printStages, verbose }) {
    // Started first, so that it loads its modules while this thread reads the settings.
    const thread = startReportThread();
    try {
      const settings = readSettings(process.env, process.cwd(), Date.now);
      for (const stray of settings.stray) reporter.warn(strayWords(stray));
      const policy = await readPolicy(policyPath(settings));
      // Imported here, so that errors in settings or policy are reported before the build's modules are loaded. The variable
      // turns off Astro's telemetry and must be set before Astro is loaded.
      process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
      const { buildMonitor } = await import('../../src/pipeline/build-site.ts');
      const result = await buildMonitor({ settings, policy, reporter, signal, thread });
      reporter.finish();
      for (const note of result.notes) reporter.warn(note);
      const { report, outDir, pages, runs, notes } = result;
      const { id, verdict, simulated } = report;
      print(buildSummary(result));
      for (const line of inputRemarks(report)) print(line);
      printJson({
        id,
        simulated,
        status: verdict.status,
        headline: verdict.headline,
        outDir,
        pages,
        runs,
        notes,
      });
      if (values.profile && !verbose) printStages();
      return gateExitCode(verdict, values['fail-on']);
    } finally {
      await thread.end();
    }
  },
});
