/**
 * How often a planted segment is named first, and how often any is named where none is off; the table of
 * docs/statistics.md. `npx node scripts/dev/simulate-segments.ts [logs a row]`
 */
import { type Fault, segmentTrial } from '../../tests/support/segment-simulation.ts';

const LOGS = Number(process.argv[2] ?? 100);
/** Share of the leads that was contacted, those with the highest scores: a fifth where the last number is 0.2. */
const ROWS: readonly (readonly [Fault, number, number, number])[] = [
  ['fewer-engage', 6_000, LOGS, 1],
  ['not-ranked', 6_000, LOGS, 1],
  ['none', 6_000, 4 * LOGS, 1],
  ['fewer-engage', 6_000, LOGS, 0.2],
  ['not-ranked', 6_000, LOGS, 0.2],
  ['none', 6_000, 4 * LOGS, 0.2],
  ['fewer-engage', 1_500, LOGS, 1],
  ['none', 1_500, 4 * LOGS, 1],
  ['none', 500, 4 * LOGS, 1],
];

console.log('fault         contacted  leads   logs  tested  planted first  any named');
for (const [fault, n, logs, share] of ROWS) {
  let [found, named, tested] = [0, 0, 0];
  for (let seed = 1; seed <= logs; seed++) {
    const trial = segmentTrial(seed, fault, { n, share, permutations: 499 });
    tested += trial.search.tested;
    if (trial.found) found++;
    if (trial.search.weakest.length > 0) named++;
  }
  const cells = [n, logs, Math.round(tested / logs)].map((cell) => String(cell).padStart(6)).join(' ');
  console.log(
    `${fault.padEnd(13)} ${String(share).padStart(9)} ${cells}  ${(found / logs).toFixed(3).padStart(13)}  ${(named / logs).toFixed(3)}`,
  );
}
