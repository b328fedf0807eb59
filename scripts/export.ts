import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { openArchive } from '../src/archive/archive.ts';
import { siteRuns } from '../src/archive/site-reports.ts';
import { inputError } from '../src/monitor-error.ts';
import { permalink } from '../src/outputs/address.ts';
import { singleFileHtml } from '../src/outputs/single-file.ts';
import { compareReports } from '../src/report/compare.ts';
import { runCommand } from '../src/settings/cli.ts';
import { readPolicy } from '../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../src/settings/settings.ts';

const USAGE = `Writes an archived report as one HTML file: no scripts, no network, to send or to keep. Print it for a PDF.

Usage: npm run export -- [--id ID] [--output FILE]

  --id       the report (default: the newest in the archive)
  --output   the file (default: <id>.html)

Example: npm run export -- --id 2026-02-20 --output report.html

The archive is ARCHIVE_DIR. Exit codes: 0 written, 2 bad flag or directory, 3 no such report.
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      id: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const settings = readSettings(process.env, process.cwd(), Date.now);
  const policy = await readPolicy(policyPath(settings));
  const archive = openArchive(settings.archiveDir);
  const id = values.id ?? archive.list()[0];
  if (id === undefined) {
    throw inputError(
      'no-such-report',
      `The archive ${settings.archiveDir} is empty. Run npm run build on logs first: a simulated report is never archived.`,
    );
  }
  const report = archive.read(id);
  const { previous } = siteRuns(archive, report);
  const output = values.output ?? `${id}.html`;
  await mkdir(dirname(output), { recursive: true });
  await writeFile(
    output,
    singleFileHtml({
      report,
      title: policy.site.title,
      permalink: settings.siteUrl === null ? null : permalink(settings, id),
      comparison: previous === null ? null : compareReports(previous, report),
    }),
  );
  console.log(`Wrote report ${id} to ${output}`);
  return undefined;
});
