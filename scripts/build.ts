import { parseArgs } from 'node:util';
import { gateExitCode, parseFailOn } from '../src/outputs/gate.ts';
import { type BuildResult, buildSummary } from '../src/pipeline/build-summary.ts';
import { type ReportThread, startReportThread } from '../src/pipeline/report-thread.ts';
import { runCommand } from '../src/settings/cli.ts';
import { printable } from '../src/settings/printable.ts';
import { readPolicy } from '../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../src/settings/settings.ts';
import { settingsHelp } from '../src/settings/settings-help.ts';
import { terminalReporter } from '../src/settings/terminal-reporter.ts';

const USAGE = `Builds the monitoring site from the logs.

Usage: npm run build -- [--quiet] [--profile] [--fail-on red|yellow|never]

  --quiet      print warnings and the result only
  --profile    say where the time went
  --fail-on    leave with exit code 10 when the verdict is that bad (default never); the site is published anyway
  --help       this text

Example: PREDICTIONS_LOG='logs/*.jsonl.gz' API_BASE_URL=https://api.example.org npm run build

Exit codes: 0 built, 1 bug, 2 bad setting, flag or policy, 3 unusable input, 10 gate failed.
`;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      quiet: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      'fail-on': { type: 'string', default: 'never' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(`${USAGE}\n${settingsHelp(process.env)}`);
    return undefined;
  }
  const failOn = parseFailOn(values['fail-on']);
  // It reads its modules while this one reads the settings.
  const thread = startReportThread();
  try {
    const result = await build(thread, values, signal);
    return gateExitCode(result.report.verdict.status, failOn);
  } finally {
    await thread.end();
  }
});

async function build(
  thread: ReportThread,
  { quiet, profile }: { readonly quiet: boolean; readonly profile: boolean },
  signal: AbortSignal,
): Promise<BuildResult> {
  const settings = readSettings(process.env, process.cwd(), Date.now);
  const reporter = terminalReporter({
    stream: process.stderr,
    quiet,
    // Of the epoch, as the thread that computes the report tells its times.
    clock: () => performance.timeOrigin + performance.now(),
  });
  const policy = await readPolicy(policyPath(settings));
  // A fault in settings or policy is told before the modules of a build are read. Astro's makers are told of every
  // build unless this is set by then.
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  const { buildMonitor } = await import('../src/pipeline/build-site.ts');
  const result = await buildMonitor({ settings, policy, reporter, signal, thread });
  const stages = reporter.finish();
  for (const note of result.notes) reporter.warn(note);
  console.log(printable(buildSummary(result)));
  if (profile) {
    for (const { stage, ms } of stages) console.error(`${(ms / 1000).toFixed(2).padStart(8)} s  ${stage}`);
  }
  return result;
}
