import { EXIT } from '../../src/monitor-error.ts';
import { FAIL_ON, gateExitCode } from '../../src/outputs/gate.ts';
import { fetchLatest } from '../../src/outputs/published-latest.ts';
import { parseInterval } from '../../src/pipeline/container/interval.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flagError, number, value } from '../../src/settings/command/options.ts';

/** A clock that is a little wrong makes no report of the future. */
const CLOCK_MS = 3_600_000;

export const command = defineCommand({
  options: {
    'max-age': value('TIME', 'age from which the newest report is stale, such as 90m, 26h or 2d', age, {
      default: '26h',
    }),
    'fail-on': choice(FAIL_ON, 'leave with exit code 10 at a verdict that bad, too', 'never'),
    timeout: number('SECONDS', 'for the whole answer, redirects included', { min: 0.1, max: 600 }, 30),
  },
  operands: [{ name: 'address', meaning: 'of the published site, with its base path' }],
  details: `A dead man's switch for a cron on another machine: a build that has stopped cannot tell of itself. Fetches latest.json
of the published site. Stale is also a report of the future and one of simulated data, which are signs of a wrong clock and of
logs that are gone.`,
  example: { args: ['https://team.github.io/monitor/', '--max-age', '26h', '--fail-on', 'red'] },
  exits: { 0: 'it is fresh', 4: 'it cannot be reached', 10: 'it is stale, or as bad as --fail-on says' },
  async run({ values, operands, print, printJson }) {
    const [address] = operands;
    if (address === undefined) throw flagError('The address of the site is needed. See --help.');
    const latest = await fetchLatest(address, { fetchImpl: fetch, timeoutMs: values.timeout * 1_000 });
    const ageMs = Date.now() - latest.made;
    const stale = reasonToDoubt(latest.simulated, ageMs, values['max-age'].ms);
    const gate = gateExitCode(latest.verdict, values['fail-on']);
    print(
      `Report ${latest.id}, ${(ageMs / 3_600_000).toFixed(1)} h old, verdict ${latest.verdict.status}: ${stale ?? 'fresh'}`,
    );
    printJson({
      id: latest.id,
      generatedAt: new Date(latest.made).toISOString(),
      ageSeconds: Math.round(ageMs / 1_000),
      maxAgeSeconds: values['max-age'].ms / 1_000,
      status: latest.verdict.status,
      stale: stale !== null,
      reason: stale,
    });
    return stale === null ? gate : EXIT.gate;
  },
});

function age(text: string, flag: string): { readonly ms: number } {
  const ms = parseInterval(text);
  if (ms === null)
    throw flagError(`${flag} must be a time from 1s to 366d such as 90m, 26h or 2d, not "${text}".`);
  return { ms };
}

/** Null for a report that is fresh. */
function reasonToDoubt(isSimulated: boolean, ageMs: number, maxAgeMs: number): string | null {
  if (isSimulated)
    return 'the site shows simulated data, as where its build finds no logs: see PREDICTIONS_LOG and API_REQUESTS_LOG';
  if (ageMs < -CLOCK_MS) return 'it is of the future: the clock of its build or of this machine is wrong';
  return ageMs > maxAgeMs
    ? 'stale, the build seems to have stopped: look at its last run (a slower rhythm: --max-age)'
    : null;
}
