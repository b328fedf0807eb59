/**
 * Tells made-up reports with incidents to loopback servers with bad days, and says what arrived twice, not at all or while
 * silenced; the figures of README.md. `npx node scripts/dev/simulate-routes.ts [reports] [seed]`
 */
import { simulateRoutes } from '../../tests/support/route-simulation/simulate.ts';

const [reports = '400', seed = '1'] = process.argv.slice(2);
const { routes, faults, ...counts } = await simulateRoutes(Number(reports), Number(seed));
console.log(
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', '),
);
console.log('route           told  again after a lost state');
for (const { name, told, repeated } of routes) {
  console.log(`${name.padEnd(14)} ${String(told).padStart(5)}  ${repeated}`);
}
console.log(faults.length === 0 ? 'no fault' : `${faults.length} faults:\n${faults.slice(0, 50).join('\n')}`);
if (faults.length > 0) process.exitCode = 1;
