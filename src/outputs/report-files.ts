import { reportJson } from '../archive/archived-file.ts';
import { reportIfThere } from '../report/report-if-there.ts';
import { reportJsonSchema } from '../report/schema/report.ts';
import type { SiteData } from '../report/site-data.ts';
import type { RunSummary } from '../report/summary.ts';
import { permalink, type SiteAddress } from './address.ts';
import { jsonFile, type OutputFile } from './output-file.ts';

/** An archived report for other programs; null where its file is gone. */
export function reportFile({ read }: Pick<SiteData, 'read'>, id: string): OutputFile | null {
  const report = reportIfThere(read, id);
  return report === null ? null : { path: `reports/${id}/report.json`, content: reportJson(report) };
}

/**
 * Writes the reports for other programs: `reports/<id>/report.json` of every report, `latest.json`, `reports/index.json`
 * and their JSON Schema. A simulated report never overwrites an archived one of the same id.
 *
 * @param written archived reports that have their file.
 */
export function* reportFiles(
  data: SiteData,
  site: SiteAddress,
  written: ReadonlySet<string> = new Set(),
): Iterable<OutputFile> {
  for (const { id } of [...data.runs, ...data.ahead]) {
    const file = written.has(id) ? null : reportFile(data, id);
    if (file !== null) yield file;
  }
  if (![...data.runs, ...data.ahead].some((run) => run.id === data.current.id)) {
    yield { path: `reports/${data.current.id}/report.json`, content: reportJson(data.current) };
  }
  yield { path: 'latest.json', content: reportJson(data.current) };
  yield { path: 'reports/index.json', content: `${JSON.stringify(indexOf(data, site))}\n` };
  yield jsonFile('report.schema.json', reportJsonSchema());
}

function indexOf(data: SiteData, site: SiteAddress): unknown {
  const listed = ({ features, ...run }: RunSummary) => ({ ...run, url: permalink(site, run.id) });
  return {
    generatedAt: data.current.generatedAt,
    latest: { id: data.current.id, simulated: data.current.simulated },
    reports: data.runs.map(listed),
    ahead: data.ahead.map(listed),
    pruned: data.pruned.map(({ prunedAt, summary }) => ({ ...listed(summary), prunedAt })),
  };
}
