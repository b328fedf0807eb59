import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';
import { openArchive } from '../../../src/archive/archive.ts';
import { siteReports } from '../../../src/archive/site-reports.ts';
import { briefOf } from '../../../src/outputs/brief.ts';
import { annotations } from '../../../src/outputs/github/annotations.ts';
import { jobSummary } from '../../../src/outputs/github/job-summary.ts';
import { composeMail } from '../../../src/outputs/mail/compose.ts';
import { mailFile } from '../../../src/outputs/mail/send.ts';
import { singleFileHtml } from '../../../src/outputs/single-file.ts';
import { slackMessage } from '../../../src/outputs/slack/report.ts';
import { writeOutputs } from '../../../src/outputs/write-outputs.ts';
import { compareReports } from '../../../src/report/compare.ts';
import type { Report } from '../../../src/report/schema/report.ts';
import { summarize } from '../../../src/report/summary.ts';
import { checkSite } from '../../../src/site/check/check-site.ts';
import { renderSite } from '../../../src/site/render.ts';
import { pagePolicy } from '../page-policy.ts';
import { contentPolicy, elementsOf, filesOf } from './site-files.ts';

/** Elements that no page may contain. */
const FOREIGN = ['script', 'iframe', 'base', 'object', 'embed', 'form', 'img', 'textarea'];
const LINK = 'https://monitor.example/repo/reports/x/';

/** Every message about one report, compared with the one generated before it. */
export async function checkMessages(report: Report, previous: Report | null): Promise<void> {
  const comparison = previous === null ? null : compareReports(previous, report);
  const shown = { report, comparison, title: 'T', permalink: LINK };
  const mail = composeMail({
    ...shown,
    runs: [summarize(report)],
    from: 'a@example.org',
    to: ['b@example.org'],
  });
  const [head = ''] = (await mailFile(mail)).toString().split('\r\n\r\n', 1);
  expect(head).not.toMatch(/^bcc:/im);
  checkForeign(String(mail.html));
  const brief = briefOf(report, comparison);
  for (const line of annotations(brief))
    expect(line).toMatch(/^::(error|warning|notice) title=[^:,]+::[^\r\n]+$/);
  expect(jobSummary(brief, LINK, 'T')).not.toMatch(/<(script|img|iframe|svg|base|meta)/i);
  const links = JSON.stringify(slackMessage(brief, LINK, 'T')).match(/<[^>\s]*/g) ?? [];
  expect(links.filter((link) => !link.startsWith(`<${LINK}`))).toEqual([]);
}

/** Checks that a single-file page runs, fetches and sends nothing. */
function checkForeign(html: string): void {
  const elements = elementsOf(html);
  expect(elements.map(({ tagName }) => tagName).filter((name) => FOREIGN.includes(name))).toEqual([]);
  expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^on|^srcdoc/.test(name))).toEqual([]);
}

/**
 * Archives all reports and checks the site built from them.
 *
 * @returns the number of its pages.
 */
export async function checkSiteOf(reports: readonly Report[], directory: string): Promise<number> {
  const archive = openArchive(join(directory, 'archive'));
  const runs = reports.map((report, i) => ({
    ...report,
    id: `case-${String(i).padStart(5, '0')}`,
    generatedAt: new Date(Date.parse(report.generatedAt) + i * 1_000).toISOString().replace('.000', ''),
  }));
  for (const run of runs) expect(archive.save(run, { inputsHash: run.id })).toBe(run.id);
  const current = runs.at(-1);
  if (current === undefined) throw new Error('no report was generated');
  const outDir = join(directory, 'dist');
  const site = { outDir, siteUrl: 'https://monitor.example', basePath: '/repo/' };
  const reopened = openArchive(join(directory, 'archive'));
  expect(reopened.damaged()).toEqual([]);
  const common = {
    current,
    title: 'T',
    accent: null,
    public: false,
    featurePageReports: 30,
    staleAfterHours: 26,
  };
  const data = { ...siteReports(reopened, current), ...common };
  const { pages, unrendered } = await renderSite({ ...site, data });
  expect(unrendered).toEqual([]);
  await writeOutputs({ ...site, data });
  const { failures } = await checkSite(outDir, '/repo/', /observations\.json$/);
  // Budget failures are ignored: budgets assume a year of reports and a realistic number of features.
  expect(failures.filter((failure) => !/, budget \d+$/.test(failure))).toEqual([]);
  checkFiles(await filesOf(outDir));
  for (const { id } of runs)
    checkForeign(singleFileHtml({ siteDir: outDir, basePath: '/repo/', siteUrl: null, id }));
  return pages;
}

function checkFiles(files: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of files) {
    const text = bytes.toString();
    if (name.endsWith('.json')) JSON.parse(text);
    else if (/\.(xml|svg)$/.test(name)) expect(XMLValidator.validate(text), name).toBe(true);
    else if (name.endsWith('.html')) expect(contentPolicy(elementsOf(text)), name).toBe(pagePolicy(name));
    else if (name.endsWith('.csv')) {
      const cells = (parseCsv(text) as string[][]).flat();
      const formulas = cells.filter(
        (cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?[\d.e+-]+$/.test(cell),
      );
      expect(formulas, name).toEqual([]);
    }
  }
}
