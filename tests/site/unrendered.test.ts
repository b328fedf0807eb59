import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inputError } from '../../src/monitor-error.ts';
import { writeOutputs } from '../../src/outputs/write-outputs.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { renderSite } from '../../src/site/render.ts';
import { fixtureSite } from '../support/fixtures/site.ts';
import { filesOf } from '../support/hostile/site-files.ts';

test('an archived report that cannot be rendered, and one whose file is gone, stop no other', async () => {
  const whole = fixtureSite({ runs: 6, featurePageReports: 9 });
  const [current = '', , , torn = '', , gone = ''] = whole.runs.map((run) => run.id);
  const read = (id: string): Report => {
    const report = whole.read(id);
    if (id === gone) throw inputError('no-such-report', 'gone');
    // The invalid value is used late on its page, when the first lines have already been rendered.
    return id === torn ? ({ ...report, latency: { secret: 'secret' } } as unknown as Report) : report;
  };
  const directory = await mkdtemp(join(tmpdir(), 'unrendered-'));
  try {
    const site = { outDir: join(directory, 'dist'), siteUrl: null, basePath: '/repo/' };
    const data = { ...whole, read };
    const { unrendered } = await renderSite({ ...site, data, cacheDir: join(directory, 'cache') });
    const skipped = new Set(unrendered.map((page) => page.id));
    expect(skipped).toEqual(new Set([torn, gone]));
    expect(unrendered.map((page) => page.path)).toContain(`reports/${torn}/`);
    await writeOutputs({ ...site, data, unrendered });
    const files = await filesOf(site.outDir);
    for (const { id } of data.runs) {
      const page = await readFile(join(site.outDir, 'reports', id, 'index.html'), 'utf8');
      expect(page.includes('cannot be shown'), id).toBe(skipped.has(id));
      expect(page).not.toContain('secret');
      // Every feature of the report has a page.
      for (const { slug } of whole.read(id).drift.features) {
        expect(files.has(`reports/${id}/drift/${slug}/index.html`), `${id} ${slug}`).toBe(true);
      }
    }
    expect(files.get('index.html')?.toString()).toContain(current);
    expect(files.has(`reports/${gone}/report.json`)).toBe(false);
  } finally {
    await rm(directory, { recursive: true });
  }
}, 120_000);

test('a current report that cannot be rendered is an error', async () => {
  const whole = fixtureSite({ runs: 2 });
  const current = { ...whole.current, latency: {} } as unknown as Report;
  const directory = await mkdtemp(join(tmpdir(), 'unrendered-'));
  try {
    const data = { ...whole, current, read: () => current };
    await expect(
      renderSite({ data, outDir: join(directory, 'dist'), siteUrl: null, basePath: '/', logLevel: 'silent' }),
    ).rejects.toThrow();
  } finally {
    await rm(directory, { recursive: true });
  }
}, 120_000);
