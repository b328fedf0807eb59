import type { DamagedReport } from '../archive/scan.ts';
import type { SiteData } from '../report/site-data.ts';
import type { UnrenderedPage } from '../site/skip-unrendered.ts';
import type { SiteAddress } from './address.ts';
import { badgeFiles } from './badges.ts';
import { damagedPages, unrenderedPages } from './damaged-page.ts';
import { feedFile } from './feed.ts';
import { metricsFile } from './open-metrics.ts';
import { type OutputFile, writeFiles } from './output-file.ts';
import { reportFiles } from './report-files.ts';
import { tableFiles } from './tables.ts';

interface OutputOptions extends SiteAddress {
  /** Directory of the built site. */
  readonly outDir: string;
  readonly data: SiteData;
  /** Reports whose files cannot be read; their permalinks get a replacement page. */
  readonly damaged?: readonly DamagedReport[];
  /** Pages of archived reports that could not be rendered; they get a replacement page. */
  readonly unrendered?: readonly UnrenderedPage[];
  /** Archived reports whose `report.json` is there already. */
  readonly written?: readonly string[];
}

/** Writes all files of the site that are not pages: JSON, feed, badges, CSV, Prometheus textfile. */
export async function writeOutputs(options: OutputOptions): Promise<void> {
  writeFiles(options.outDir, outputFiles(options));
}

function* outputFiles(options: OutputOptions): Iterable<OutputFile> {
  const { data, damaged = [], unrendered = [], written, ...site } = options;
  yield* reportFiles(data, site, new Set(written));
  yield feedFile(data, site);
  yield* badgeFiles(data.current);
  yield metricsFile(data.current, data.staleAfterHours);
  yield* tableFiles(data);
  yield* damagedPages(damaged, data.title, site);
  yield* unrenderedPages(unrendered, [...data.runs, ...data.ahead], data.title, site);
}
