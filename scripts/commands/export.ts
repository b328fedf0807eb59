import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openArchive } from '../../src/archive/archive.ts';
import { isFarAhead } from '../../src/archive/order.ts';
import { BUILD } from '../../src/command-names.ts';
import { inputError } from '../../src/monitor-error.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { text } from '../../src/settings/command/options.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    id: text('ID', 'the report (default: the newest in the archive)'),
    output: text('FILE', 'the file (default: <id>.html)'),
  },
  details: 'The archive is ARCHIVE_DIR. Print the file for a PDF.',
  example: { args: ['--id', '2026-02-20', '--output', 'report.html'] },
  exits: { 0: 'written', 3: 'no such report' },
  async run({ values, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const policy = await readPolicy(policyPath(settings));
    const archive = openArchive(settings.archiveDir);
    const newest = archive.summaries().find((run) => !isFarAhead(run, settings.now));
    const id = values.id ?? newest?.id ?? archive.list()[0];
    if (id === undefined) {
      throw inputError(
        'no-such-report',
        `The archive ${settings.archiveDir} is empty. Run ${BUILD} on logs first: a simulated report is never archived.`,
      );
    }
    archive.read(id);
    process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
    const { exportReport } = await import('../../src/pipeline/export-report.ts');
    const { siteUrl, basePath } = settings;
    const html = await exportReport({ archive, id, site: policy.site, siteUrl, basePath });
    const output = values.output ?? `${id}.html`;
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, html);
    print(`Wrote report ${id} to ${output}`);
    printJson({ id, output });
    return undefined;
  },
});
