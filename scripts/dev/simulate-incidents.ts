/**
 * Whether every planted incident is told once, and how often a learnt band alarms without one; the tables of
 * docs/statistics.md. `npx node scripts/dev/simulate-incidents.ts [series a row]`
 */
import { simulateIncidents } from '../../tests/support/incident-simulation.ts';

const SERIES = Number(process.argv[2] ?? 10);
const DAYS = 400;

console.log(`With incidents, ${DAYS} days a series:`);
let [planted, told, missing, surplus, twice] = [0, 0, 0, 0, 0];
for (let seed = 1; seed <= SERIES; seed++) {
  const found = simulateIncidents({ seed, days: DAYS, incidents: true, noise: 0.02 });
  const key = ({ rule, event, day }: (typeof found.told)[number]): string => `${rule} ${event} ${day}`;
  const expected = new Set(found.expected.map(key));
  const seen = new Set(found.told.map(key));
  planted += expected.size;
  told += found.told.length;
  missing += [...expected].filter((one) => !seen.has(one)).length;
  surplus += [...seen].filter((one) => !expected.has(one)).length;
  twice += found.twice;
}
console.log(
  `events planted ${planted}, told ${told}, missing ${missing}, surplus ${surplus}, told twice ${twice}`,
);

console.log('\nWithout incidents: growth a week, noise, reports, share that alarm');
for (const growth of [0, 0.01, 0.03]) {
  for (const noise of [0.05, 0.12, 0.3]) {
    let [alarms, reports] = [0, 0];
    for (let seed = 1; seed <= SERIES; seed++) {
      const found = simulateIncidents({ seed, days: DAYS, incidents: false, growth, noise });
      alarms += found.falseAlarms;
      reports += found.quietReports;
    }
    console.log(`${growth} ${noise} ${reports} ${((100 * alarms) / reports).toFixed(2)} %`);
  }
}
