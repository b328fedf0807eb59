import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { badgeFiles } from '../../src/outputs/badges.ts';
import { gateExitCode } from '../../src/outputs/gate.ts';
import { composeMail } from '../../src/outputs/mail/compose.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { seededRandom, shuffle } from '../../src/stats/distributions/random.ts';

/** Copies outcomes with those dated after `from` permuted, so that the model no longer predicts them. */
export function writeShuffledOutcomes(
  outcomes: string,
  file: string,
  { seed, from = '' }: { seed: number; from?: string },
): void {
  const [header = '', ...lines] = readFileSync(outcomes, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const late = rows.filter(([date = '']) => date > from);
  const labels = late.map((row) => row[2] ?? '');
  const order = Array.from(labels.keys());
  shuffle(order, seededRandom(seed));
  for (const [i, row] of late.entries()) row[2] = labels[order[i] ?? 0] ?? '';
  writeFileSync(file, `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`);
}

/** Mail, badge and gate of a report whose performance is critical. */
export function expectCriticalPerformance(report: Report): void {
  const mail = composeMail({
    report,
    comparison: null,
    runs: [],
    title: 'Monitor',
    permalink: null,
    from: 'a@example.org',
    to: ['b@example.org'],
  });
  expect(mail.subject).toMatch(/^Critical: Performance/);
  expect(mail.text).toContain('Retraining is recommended');
  const badge = badgeFiles(report).find((file) => file.path === 'badges/verdict.json');
  expect(JSON.parse(String(badge?.content))).toMatchObject({ message: '✕ Critical', color: 'red' });
  expect(gateExitCode(report.verdict, 'red')).toBe(10);
}
