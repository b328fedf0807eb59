/**
 * How often a planted segment is named first, and how often any is named where none is off; the table of
 * docs/statistics.md. `npx node scripts/dev/simulate-segments.ts [logs a row]`
 */
import { type Fault, segmentTrial } from '../../tests/support/segment-simulation.ts';

const LOGS = Number(process.argv[2] ?? 100);
const ROWS: readonly (readonly [Fault, number, number])[] = [
  ['fewer-engage', 6_000, LOGS],
  ['not-ranked', 6_000, LOGS],
  ['none', 6_000, 4 * LOGS],
  ['fewer-engage', 1_500, LOGS],
  ['none', 1_500, 4 * LOGS],
  ['none', 500, 4 * LOGS],
];

console.log('fault         leads   logs  tested  planted first  any named');
for (const [fault, n, logs] of ROWS) {
  let [found, named, tested] = [0, 0, 0];
  for (let seed = 1; seed <= logs; seed++) {
    const trial = segmentTrial(seed, fault, { n, permutations: 499 });
    tested += trial.search.tested;
    if (trial.found) found++;
    if (trial.search.weakest.length > 0) named++;
  }
  const cells = [n, logs, Math.round(tested / logs)].map((cell) => String(cell).padStart(6)).join(' ');
  console.log(
    `${fault.padEnd(13)} ${cells}  ${(found / logs).toFixed(3).padStart(13)}  ${(named / logs).toFixed(3)}`,
  );
}
