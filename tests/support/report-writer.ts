import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive } from '../../src/archive/archive.ts';
import { siteReports } from '../../src/archive/site-reports.ts';
import { publish, restorePublished } from '../../src/pipeline/publish.ts';
import { fixtureReport } from './fixtures/report.ts';

/**
 * Successive runs of one machine, as a process that a test can kill: archives every report and publishes a site with a
 * page for each. Prints "archived <id>" and "published <id>" after each step.
 *
 * node report-writer.ts <directory> <first report> <number of reports> <hash of the inputs>
 */
const [directory = '', first = '0', count = '1', inputsHash = 'x'] = process.argv.slice(2);
const FIRST_RUN = Date.UTC(2025, 0, 1, 12);
const DAY_MS = 86_400_000;
/** Written synchronously, so that no output is lost in a kill. */
const say = (text: string): void => writeFileSync(1, `${text}\n`);

const base = fixtureReport({ rows: 40, features: [] });
for (let run = Number(first); run < Number(first) + Number(count); run++) {
  const time = FIRST_RUN + run * DAY_MS;
  const report = {
    ...base,
    id: new Date(time).toISOString().slice(0, 10),
    generatedAt: new Date(time).toISOString(),
    software: { ...base.software, engine: inputsHash },
  };
  const archive = openArchive(join(directory, 'archive'));
  const id = archive.save(report, { inputsHash });
  say(`archived ${id}`);
  // A site of every fifth report: the test is about kills, not about writing eighty thousand pages.
  if (run % 5 !== 0 && run !== Number(first) + Number(count) - 1) continue;
  const outDir = join(directory, 'dist');
  await restorePublished(outDir);
  const { runs } = siteReports(archive, { ...report, id });
  await publish(outDir, async (staging) => {
    for (const page of runs) {
      mkdirSync(join(staging, page.id), { recursive: true });
      writeFileSync(join(staging, page.id, 'index.html'), `<p>${page.id}</p>`);
    }
    writeFileSync(join(staging, 'index.html'), '<p>All reports</p>');
    writeFileSync(join(staging, 'reports.json'), JSON.stringify(runs.map((page) => page.id)));
  });
  say(`published ${id}`);
  if (readFileSync(join(outDir, 'reports.json'), 'utf8') === '') throw new Error('an empty site');
}
