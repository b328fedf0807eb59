/**
 * How often one of two model versions is recommended: npx node scripts/dev/version-comparisons.ts [logs]
 *
 * Leads that engage by a hidden value, of which two versions see it with more or less noise: with the same noise no version
 * is better. Both score the same leads, or each lead goes to one of them by a coin.
 */

import { type Compared, comparePaired, compareSplit } from '../../src/metrics/versions/compare.ts';
import { seededRandom } from '../../src/stats/distributions/random.ts';
import { scoredByBoth, sharedOut } from '../../tests/support/version-worlds.ts';

const LEADS = [300, 1_000, 3_000];
const NOISES = [
  [0.2, 0.2],
  [1, 1],
  [0.8, 0.5],
  [1.2, 0.4],
] as const;
const TOPS = [0.05, 0.1, 0.2];

const logs = Number(process.argv[2] ?? 1_000);
const percent = (count: number): string => ((100 * count) / logs).toFixed(1).padStart(5);

console.log('leads  noise       top   paired: second first   split: second first, %');
for (const noise of NOISES) {
  for (const leads of LEADS) {
    for (const k of TOPS) {
      const random = seededRandom(leads + 100 * k);
      const options = { k, minimum: 30, fewest: 5, alpha: 0.05 };
      const found = Array.from({ length: logs }, () => {
        const shared = scoredByBoth({ leads, noise }, random);
        return [comparePaired(shared, options), compareSplit(...sharedOut(shared, random), options)] as const;
      });
      const count = (side: 0 | 1, which: Compared['recommended']): string =>
        percent(found.filter((log) => log[side].recommended === which).length);
      console.log(
        `${String(leads).padStart(5)}  ${noise.join(', ').padEnd(9)}  ${k.toFixed(2)}   ${count(0, 'second')} ${count(0, 'first')}   ${count(1, 'second')} ${count(1, 'first')}`,
      );
    }
  }
}
