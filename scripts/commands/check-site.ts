import { BUILD } from '../../src/command-names.ts';
import { configurationError, EXIT } from '../../src/monitor-error.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { text } from '../../src/settings/command/options.ts';
import { checkSite } from '../../src/site/check/check-site.ts';

export const command = defineCommand({
  options: { base: text('/PATH/', 'the base path it was built for', '/') },
  operands: [{ name: 'directory', meaning: 'the built site (default dist)' }],
  example: { args: ['dist', '--base', '/lead-scoring-monitor/'] },
  exits: { 0: 'every check passed', 1: 'one failed', 2: 'there is no site' },
  async run({ values, operands, print, printJson }) {
    const directory = operands[0] ?? 'dist';
    const result = await checkSite(directory, values.base).catch((cause: unknown) => {
      throw configurationError(
        'no-site',
        `${directory}: there is no built site here. Run ${BUILD} first.`,
        cause,
      );
    });
    for (const failure of result.failures) print(`FAILED ${failure}`);
    for (const figure of result.figures) print(figure);
    print(`${result.passed} passed, ${result.failures.length} failed`);
    printJson(result);
    return result.failures.length === 0 ? EXIT.ok : EXIT.bug;
  },
});
