import { parseArgs } from 'node:util';
import { runCommand } from '../../src/settings/cli.ts';
import {
  type AttributionTrial,
  attributionTrial,
  trueChange,
} from '../../tests/support/attribution-simulation.ts';

const USAGE = `Counts in how many simulated logs a shift of a feature that the score follows is told from one that it does not.

Usage: node scripts/dev/simulate-attribution.ts [--logs 100] [--rows 3000]
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      logs: { type: 'string', default: '100' },
      rows: { type: 'string', default: '3000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const truth = trueChange();
  const trials: AttributionTrial[] = [];
  for (let seed = 1; seed <= Number(values.logs); seed += 1) {
    trials.push(await attributionTrial(seed, Number(values.rows), truth));
  }
  const share = (is: (trial: AttributionTrial) => boolean): string =>
    `${trials.filter(is).length} of ${trials.length}`;
  console.log(`${values.rows} rows a side, true change of the mean score ${truth.toFixed(4)}`);
  console.log(
    `told apart:                     ${share((t) => t.used === 'moves' && t.unused === 'negligible')}`,
  );
  console.log(`used one moves scores:          ${share((t) => t.used === 'moves')}`);
  console.log(`unused one does not matter:     ${share((t) => t.unused === 'negligible')}`);
  console.log(`unused one moves scores:        ${share((t) => t.unused === 'moves')}`);
  console.log(`interval holds the true change: ${share((t) => t.held)}`);
  const steady = trials.flatMap((trial) => trial.steady);
  console.log(
    `steady ones said to move:       ${steady.filter((e) => e === 'moves').length} of ${steady.length}`,
  );
  return undefined;
});
