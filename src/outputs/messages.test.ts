import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { buildSummary } from '../pipeline/build-summary.ts';
import { compareReports } from '../report/compare.ts';
import type { Report } from '../report/schema/report.ts';
import { briefOf } from './brief.ts';
import { annotations } from './github/annotations.ts';
import { jobSummary } from './github/job-summary.ts';
import { markdownText } from './github/markdown.ts';
import { mailHtml } from './mail/mail-html.ts';
import { mailText } from './mail/mail-text.ts';
import { slackText } from './slack/blocks.ts';
import { slackMessage } from './slack/report.ts';
import { webhookPayload } from './transports/webhook.ts';

const calm = fixtureReport({ rows: 100 });
const red = fixtureReport({ shift: 1, red: true, errors: 0.04 });
const brief = briefOf(red, compareReports(calm, red));
const HOSTILE =
  '<!channel> <@U1> @here <https://evil|x> *b* [x](javascript:1) #1 ::error::x\r\n::set-output name=a::b | & \u2028';

const spoiled = {
  ...brief,
  headline: HOSTILE,
  reasons: Array.from({ length: 40 }, () => ({ status: 'red' as const, text: HOSTILE })),
  changes: Array.from({ length: 60 }, () => ({ direction: 'worse' as const, text: HOSTILE.repeat(9) })),
  firing: brief.firing.map((alert) => ({ ...alert, owner: HOSTILE, title: HOSTILE, action: HOSTILE })),
};

test('a message says what fires, whose it is, what changed and where to look', () => {
  const text = JSON.stringify(
    slackMessage(brief, 'https://team.example/repo/reports/2026-02-20/', 'Monitor'),
  );
  for (const alert of brief.firing) expect(text).toContain(alert.owner);
  expect(text).toContain('The verdict went from');
  expect(text).toContain('<https://team.example/repo/reports/2026-02-20/|Open the report>');
});

test('every surface says beside the verdict what it covers; an older report has nothing to say', () => {
  const surfaces = (report: Report): string[] => {
    const of = briefOf(report, null);
    return [
      JSON.stringify(slackMessage(of, null, 'Monitor')),
      jobSummary(of, null, 'Monitor'),
      mailText(of, null, 'Monitor'),
      mailHtml({ brief: of, permalink: null, title: 'Monitor', runs: [] }),
      JSON.stringify(webhookPayload(of, null, 'Monitor')),
      buildSummary({ report, outDir: 'dist', pages: 1, runs: 1, notes: [] }),
    ];
  };
  const missing = [{ area: 'drift', section: 'drift', essential: true, reason: 'No reference.' }] as const;
  const coverage = { judged: 8, total: 9, missing: [...missing] };
  for (const text of surfaces({ ...calm, verdict: { ...calm.verdict, coverage } })) {
    expect(text).toContain('Judged 8 of 9. Not judged: drift.');
  }
  const { coverage: _, ...older } = calm.verdict;
  for (const text of surfaces({ ...calm, verdict: older })) expect(text).not.toMatch(/Judged|undefined/);
});

test('every message says since when an alert fires, unless it is new', () => {
  const [alert] = red.alerts.filter(({ status }) => status === 'firing');
  if (alert === undefined) throw new Error('no alert of the fixture fires');
  const messages = (reports: number): string[] => {
    const since = { report: '2026-02-10', reports, days: 10 };
    const of = briefOf({ ...red, alerts: [{ ...alert, since }] }, null);
    return [
      JSON.stringify(slackMessage(of, null, 'Monitor')),
      jobSummary(of, null, 'Monitor'),
      mailText(of, null, 'Monitor'),
      mailHtml({ brief: of, permalink: null, title: 'Monitor', runs: [] }),
    ].map((text) => text.replaceAll('\u00a0', ' '));
  };
  for (const text of messages(11)) expect(text).toContain('since 10 Feb, 11 reports');
  for (const text of messages(1)) expect(text).not.toContain('since 10 Feb');
});

test('every message says the last 24 hours beside the window, where a figure has them', () => {
  const { 'success-rate': rate } = calm.figures;
  if (rate === undefined) throw new Error('the fixture has no success rate');
  const now = { value: 0.876, n: 20, status: 'red' as const };
  const of = briefOf({ ...calm, figures: { ...calm.figures, 'success-rate': { ...rate, now } } }, null);
  const texts = [
    mailText(of, null, 'Monitor'),
    mailHtml({ brief: of, permalink: null, title: 'Monitor', runs: [] }),
    JSON.stringify(slackMessage(of, null, 'Monitor')),
  ];
  for (const text of texts) expect(text.replaceAll('\u00a0', ' ')).toContain('last 24 h 87.6 %');
  const { now: _, ...older } = rate;
  const without = briefOf({ ...calm, figures: { ...calm.figures, 'success-rate': older } }, null);
  expect(without.figures[0]?.lastDay).toBeNull();
});

test.each([
  ['calm', brief],
  ['spoiled', spoiled],
])('a %s message keeps Block Kit’s limits', (_, given) => {
  const { blocks } = slackMessage(given, 'https://x.example/', 'Monitor');
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks as { type: string; text?: { text: string }; fields?: { text: string }[] }[]) {
    const length = block.text?.text.length ?? 1;
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000);
    expect(block.fields?.length ?? 1).toBeLessThanOrEqual(10);
    for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2000);
  }
});

test('nobody is mentioned and nothing is linked but the report', () => {
  const { text, blocks } = slackMessage(spoiled, 'https://x.example/', 'Monitor');
  const marked = blocks.flatMap((block) => {
    const own = (block['text'] ?? null) as { type: string; text: string } | null;
    return own?.type === 'mrkdwn' ? [own.text] : [];
  });
  const commands = [text, ...marked].flatMap((part) => part.match(/<[^>]*>/g) ?? []);
  expect(commands).toEqual(['<https://x.example/|Open the report>']);
});

test('whatever the text, no Slack command comes out of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(slackText(text)).not.toMatch(/[<>\n\r]|@\w/);
      expect(slackText(text).replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
    }),
  );
});

test('whatever the text, GitHub sees no tag, mention, reference, link or line break in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(markdownText(text)).not.toMatch(/[<>\n\r\u2028]|@\w|#\d|:\/\/|(^|[^\\])[`*_[\]|]/);
    }),
  );
});

test('an annotation is one line, and the only command on it is its own', () => {
  const lines = annotations({ ...spoiled, status: 'red', id: 'a:b,c' });
  expect(lines).toHaveLength(10);
  for (const line of lines) {
    expect(line).toMatch(/^::error title=[^\n\r:,]*%2C[^\n\r:]*::[^\n\r]*$/);
    expect(line).not.toContain('\u2028');
    expect(line).toContain('%0D%0A');
  }
  expect(annotations({ ...brief, status: 'green' })).toEqual([]);
});

test('the job summary names what fires and links the report', () => {
  const summary = jobSummary(brief, 'https://team.example/', 'Monitor');
  expect(summary).toContain('[Open the report](https://team.example/)');
  expect(summary).toContain('| Alert | Severity | Owner | Action |');
  expect(jobSummary(spoiled, null, 'Monitor')).not.toMatch(/^::|<!channel>|[^\\]\[x\]/m);
});

test('a first report has nothing to be compared with, and says so', () => {
  const first = briefOf(red, null);
  expect(first.changes).toBeNull();
  expect(first.figures.every((figure) => figure.before === null)).toBe(true);
  expect(jobSummary(first, null, 'Monitor')).toContain('This is the first report');
  expect(jobSummary(briefOf(calm, compareReports(calm, calm)), null, 'Monitor')).toContain(
    'Nothing changed its state',
  );
});

test('more changes than a message has room for are counted', () => {
  const comparison = compareReports(calm, red);
  const [change] = comparison.changes;
  if (change === undefined) throw new Error('no change');
  const many = briefOf(red, { ...comparison, changes: Array.from({ length: 40 }, () => change) });
  expect(many.changes).toHaveLength(16);
  expect(many.changes?.at(-1)?.text).toBe('And 25 more, in the report.');
});

test('messages carry the precision at the top, with how many of it engaged', () => {
  const of = briefOf(fixtureReport({ ranking: true }), null);
  expect(of.figures[0]).toMatchObject({
    label: 'Precision at the top',
    now: expect.stringMatching(/^62\s%$/),
  });
  for (const text of [
    JSON.stringify(slackMessage(of, null, 'Monitor')),
    mailText(of, null, 'Monitor'),
    mailHtml({ brief: of, permalink: null, title: 'Monitor', runs: [] }),
  ]) {
    expect(text).toMatch(/Precision at the top[\s\S]{0,200}62\s%/);
  }
});
