import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { verdictOf } from '../src/alerts/verdict.ts';
import { recordAcknowledged } from '../src/archive/acknowledged.ts';
import { openArchive } from '../src/archive/archive.ts';
import { decisionsSection } from '../src/metrics/decisions.ts';
import { briefOf } from '../src/outputs/brief.ts';
import { jobSummary } from '../src/outputs/github/job-summary.ts';
import { mailHtml } from '../src/outputs/mail/mail-html.ts';
import { mailText } from '../src/outputs/mail/mail-text.ts';
import { slackMessage } from '../src/outputs/slack/report.ts';
import { compareReports } from '../src/report/compare.ts';
import type { GivenDecisions } from '../src/report/schema/decisions.ts';
import { type Report, reportSchema } from '../src/report/schema/report.ts';
import type { SiteData } from '../src/report/site-data.ts';
import { NO_DECISIONS, parseDecisions } from '../src/settings/read-decisions.ts';
import { checkSite } from '../src/site/check/check-site.ts';
import { CASE_NOW } from './support/case-report.ts';
import { ownCase } from './support/cases.ts';
import { fixtureIncident } from './support/fixtures/incident.ts';
import { fixtureReport } from './support/fixtures/report.ts';
import { fixtureSite } from './support/fixtures/site.ts';
import { workplace } from './support/run-build.ts';
import { withOwnSite } from './support/shared-site.ts';

/** A bad report on which everything that can be decided was decided, on every surface. */

const HOSTILE = '<img src=x onerror=alert(1)>';
const BAD = { shift: 1, scoreShift: 0.3, slow: true, errors: 0.3, red: true } as const;

const decided = (report: Report, file: object): Report => {
  const given = parseDecisions(JSON.stringify(file), 'decisions.json');
  const section = decisionsSection(report, report.incidents ?? [], given, Date.parse(report.generatedAt));
  const whole = { ...report, ...section };
  return reportSchema.parse({ ...whole, verdict: verdictOf(whole) });
};

const silenceAll = (until: string) => ({
  silence: ['alert', 'figure'].map((kind) => ({
    what: `${kind}:*`,
    until,
    reason: `Move to new machines ${HOSTILE}`,
    by: 'ops',
  })),
});

const plain = fixtureReport(BAD);
const before = { ...plain, verdict: verdictOf(plain) };
const healthy = fixtureReport({ end: '2026-02-19T12:00:00.000Z' });

describe('a silence', () => {
  const silenced = decided(plain, silenceAll('2026-03-01'));

  test('makes its reasons yellow, marked, and last; never Healthy', () => {
    expect(before.verdict.status).toBe('red');
    const { reasons } = silenced.verdict;
    const marked = reasons.filter(({ silenced: own }) => own === true);
    expect(marked.length).toBeGreaterThan(3);
    for (const { status, text } of marked) {
      expect(status).toBe('yellow');
      expect(text).toContain('(silenced until 1 Mar 2026)');
    }
    const order = reasons.map(({ silenced: own }) => Number(own ?? false));
    expect(order).toEqual(order.toSorted());
    expect(silenced.verdict.status).not.toBe('green');
  });

  test('leaves out nothing that was a reason before', () => {
    const ids = (report: Report) => report.verdict.reasons.map(({ id }) => id);
    expect(ids(silenced)).toEqual(expect.arrayContaining(ids(before)));
  });

  test('is over with its day: everything is told again', () => {
    const over = decided(plain, silenceAll('2026-02-19'));
    expect(over.verdict).toEqual(before.verdict);
    const [silence] = over.decisions?.silences ?? [];
    expect(silence?.inForce).toBe(false);
  });

  test('of one alert leaves the others as they were', () => {
    const firing = plain.alerts.filter(({ status }) => status === 'firing').map(({ id }) => id);
    const [one = ''] = firing;
    const report = decided(plain, {
      silence: [{ what: one, until: '2026-03-01', reason: 'x', by: 'y' }],
    });
    const told = briefOf(report, null).firing.map(({ id }) => id);
    expect(told.toSorted()).toEqual(firing.filter((id) => id !== one).toSorted());
  });

  test('is told by no message, and said in each', () => {
    const brief = briefOf(silenced, compareReports(healthy, silenced));
    expect(brief.firing).toEqual([]);
    expect(brief.changes?.filter(({ text }) => text.includes('began to fire'))).toEqual([]);
    const texts = [
      mailText(brief, null, 'Monitor'),
      mailHtml({ brief, permalink: null, title: 'Monitor', runs: [] }),
      JSON.stringify(slackMessage(brief, null, 'Monitor')),
      jobSummary(brief, null, 'Monitor'),
    ];
    for (const text of texts) {
      expect(text).toContain('silenced until 1 Mar 2026 by ops');
      expect(text).toContain('No alert fires but what the team decided on.');
    }
    expect(texts[1]).not.toContain('<img');
  });
});

describe('a label on the issue of an incident', () => {
  const one = fixtureIncident();
  const labelled = new Set([one.id]);
  const at = Date.parse(plain.generatedAt);
  const brief = (given: GivenDecisions): string[] => {
    const section = decisionsSection(plain, [one], given, at, labelled);
    return [...briefOf({ ...plain, ...section }, null).decided];
  };

  test('acknowledges it, also where the team decided nothing', () => {
    expect(decisionsSection(plain, [one], NO_DECISIONS, at).incidents).toEqual([one]);
    expect(brief(NO_DECISIONS)).toContain('Data drift: acknowledged by a label on its GitHub issue');
  });

  test('is outranked by the decision that names it', () => {
    const file = { acknowledge: [{ what: one.id, reason: 'Known', by: 'Ada' }] };
    const given = parseDecisions(JSON.stringify(file), 'decisions.json');
    expect(brief(given)).toContain('Data drift: acknowledged by Ada: Known');
    const other = { acknowledge: [{ what: 'api-down', until: '2026-03-01', reason: 'Known', by: 'Ada' }] };
    expect(brief(parseDecisions(JSON.stringify(other), 'decisions.json'))).toContain(
      'Data drift: acknowledged by a label on its GitHub issue',
    );
  });

  test('that was seen by an earlier run is in the next report', async () => {
    const place = await workplace();
    onTestFinished(() => place.remove());
    const base = fixtureReport({ id: '2026-02-19', end: '2026-02-19T12:00:00.000Z' });
    openArchive(place.path('archive')).save({ ...base, incidents: [one] }, { inputsHash: 'x' });
    recordAcknowledged(place.path('archive'), [one.id], labelled);
    const { code } = await place.build({
      PREDICTIONS_LOG: ownCase('steady/predictions.jsonl'),
      API_REQUESTS_LOG: ownCase('steady/api_requests.jsonl'),
      REFERENCE_DATA_PATH: ownCase('reference.csv'),
      NOW: CASE_NOW,
    });
    expect(code).toBe(0);
    expect((await place.report()).incidents).toContainEqual(
      expect.objectContaining({
        id: one.id,
        acknowledged: expect.objectContaining({ by: 'a label on its GitHub issue' }),
      }),
    );
  });
});

describe('an accepted feature', () => {
  const feature = plain.drift.features.find(({ status }) => status === 'drifted')?.name ?? '';
  const accepted = decided(plain, {
    accept: [{ feature, until: '2026-06-30', reason: 'New form', by: 'data' }],
  });

  test('counts in the drift share, and its drift is no news', () => {
    expect(accepted.figures['drift-share']).toEqual(plain.figures['drift-share']);
    expect(accepted.drift).toEqual(plain.drift);
    const news = (report: Report): string[] =>
      compareReports(healthy, report)
        .changes.filter(({ kind }) => kind === 'feature')
        .map(({ text }) => text);
    expect(news(plain)).toContain(`${feature} began to drift.`);
    expect(news(accepted)).toEqual(news(plain).filter((text) => text !== `${feature} began to drift.`));
    expect(mailText(briefOf(accepted, null), null, 'Monitor')).toContain(
      `- ${feature}: accepted until 30 Jun 2026 by data: New form`,
    );
  });
});

describe('the site', () => {
  const [drifted] = plain.drift.features.filter(({ status }) => status === 'drifted');
  const pages = new Map<string, string>();
  let data: SiteData;
  let failures: readonly string[];

  beforeAll(async () => {
    const site = fixtureSite({ runs: 3, current: BAD });
    const current = decided(site.current, {
      ...silenceAll('2026-03-01'),
      accept: [{ feature: drifted?.name, until: '2026-06-30', reason: 'New form', by: 'data' }],
      annotate: [
        { label: `Campaign ${HOSTILE}`, from: '2026-02-16', to: '2026-02-17' },
        { label: 'Long ago', from: '2020-01-01' },
      ],
      acknowledge: [{ what: 'low-engagment.2026-02-01', reason: 'x', by: 'y' }],
    });
    data = { ...site, current };
    await withOwnSite(data, async (directory) => {
      for (const path of [
        'index.html',
        'alerts/index.html',
        'scores/index.html',
        'latency/index.html',
        'health/index.html',
        'trends/index.html',
        'drift/index.html',
        `drift/${drifted?.slug}/index.html`,
        'reports/2026-02-20/index.html',
      ]) {
        pages.set(path, await readFile(join(directory, path), 'utf8'));
      }
      ({ failures } = await checkSite(directory, '/', /\.(?:json|csv|xml|svg|prom)$/));
    });
  });

  const page = (path: string): string => pages.get(path) ?? '';
  /** Without the values of attributes. */
  const bare = (path: string): string => page(path).replace(/"[^"]*"/g, '');

  test('is within its budgets, and every link leads somewhere', () => expect(failures).toEqual([]));

  test('says what is silenced on the first screen and on the page of alerts', () => {
    expect(page('index.html').includes('(silenced until 1 Mar 2026)')).toBe(true);
    expect(page('alerts/index.html').includes('Silenced until 1 Mar 2026 by ops')).toBe(true);
    expect(page('reports/2026-02-20/index.html').includes('Silenced until 1 Mar 2026 by ops')).toBe(true);
  });

  test('lists every decision, and those that name nothing', () => {
    const list = page('alerts/index.html').split('id="decisions"')[1] ?? '';
    for (const part of [
      'alert:*',
      'Accepted as the new normal',
      'Campaign',
      '16\u00a0Feb\u00a02026',
      'names nothing',
    ]) {
      expect(list.includes(part), part).toBe(true);
    }
  });

  test('marks the accepted feature in its table and on its page', () => {
    expect(page('drift/index.html').includes('accepted until 30 Jun 2026')).toBe(true);
    expect(page(`drift/${drifted?.slug}/index.html`).includes('It counts in the drift share')).toBe(true);
  });

  test.each(['scores/index.html', 'latency/index.html', 'health/index.html'])(
    '%s has the time span on its charts, and not the one of another time',
    (path) => {
      expect(bare(path).includes('Campaign &lt;img')).toBe(true);
      expect(page(path).includes('Long ago')).toBe(false);
    },
  );

  test('no page takes a reason or a label for markup', () => {
    for (const path of pages.keys()) expect(bare(path).includes('<img'), path).toBe(false);
  });
});

test('the documented files are valid', async () => {
  for (const name of ['../docs/decisions.md', '../README.md']) {
    const text = await readFile(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
    const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].filter(([, json]) =>
      json?.includes('"silence"'),
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const [, json] of blocks) {
      expect(parseDecisions(json ?? '', name).silences.length).toBeGreaterThan(0);
    }
  }
});
