import { parseArgs } from 'node:util';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { checkSite } from '../src/site/check/check-site.ts';

const USAGE = `Checks a built site: sizes after gzip, links and anchors, what a page may load.

Usage: npm run check-site -- [directory] [--base /repo/]

  directory    default dist
  --base       the base path it was built for, default /
  --help       this text

Example: npm run check-site -- dist --base /lead-scoring-monitor/

Exit codes: 0 every check passed, 1 one failed, 2 there is no site.
`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: 'string', default: '/' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const directory = positionals[0] ?? 'dist';
  const result = await checkSite(directory, values.base).catch((cause: unknown) => {
    throw configurationError(
      'no-site',
      `${directory}: there is no built site here. Run npm run build first.`,
      cause,
    );
  });
  for (const failure of result.failures) console.log(`FAILED ${failure}`);
  for (const figure of result.figures) console.log(figure);
  console.log(`${result.passed} passed, ${result.failures.length} failed`);
  return result.failures.length === 0 ? undefined : 1;
});
