import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag } from '../../src/settings/command/options.ts';
import { EVIDENTLY_DIFFERENCES } from '../../src/stats/compat/evidently-differences.ts';
import { answerStatLine } from '../../src/stats/stat-line/stat-line.ts';
import { TEST_NAMES } from '../../src/stats/tests/drift-test-types.ts';

const DETAILS = `In:   {"test": "ks", "reference": [1, 2, null], "production": [2, 3], "options": {"threshold": 0.05}}
      values are numbers, strings, booleans or null; or {"counts": {"a": 3}} for a categorical feature
Out:  {"status": "ok", "statistic", "p", "score", "effect", "drifted", "threshold", …}
      score is the number that was compared with the threshold: a p-value (drift below it) or a distance (from it up)
      status may be not-enough-data or not-applicable, with a reason; a line that cannot be used gives
      {"status": "error", "message"} and the rest go on

Tests:   ${TEST_NAMES.slice(0, 9).join(' ')}
         ${TEST_NAMES.slice(9).join(' ')}
Options: threshold, type (numeric|categorical|text), compat ("evidently": Evidently's own number), seed, permutations,
         bins (sturges|quantile), minimum (fewest filled values a side), pool (false: no pooling of sparse categories)`;

export const command = defineCommand({
  options: { differences: flag('print how each test differs from Evidently’s of the same name') },
  details: DETAILS,
  example: {
    before: `echo '{"test": "ks", "reference": [1, 2, 3], "production": [2, 3, 9]}' |`,
    args: [],
  },
  exits: {},
  async run({ values, signal, print, printJson }) {
    if (values.differences) {
      const rows = EVIDENTLY_DIFFERENCES.map(
        ({ test, evidently, ours }) => `| ${test} | ${evidently} | ${ours} |`,
      );
      print(['| Test | Evidently | Here |', '| --- | --- | --- |', ...rows].join('\n'));
      printJson(EVIDENTLY_DIFFERENCES);
      return undefined;
    }
    process.stdout.on('error', () => process.exit(0)); // The reader closed the pipe, for example `head`.
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      if (signal.aborted) break;
      const text = line.replace(/^\uFEFF/, '');
      if (text.trim() === '') continue;
      if (!process.stdout.write(`${JSON.stringify(answerStatLine(text))}\n`))
        await once(process.stdout, 'drain');
    }
    return undefined;
  },
});
