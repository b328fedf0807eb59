import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/archive/archive.ts';
import { previousReports } from '../../src/pipeline/previous-report.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { DAY_MS } from '../../src/wording/time.ts';
import { type CountedLead, countedLeads, type WorldOptions, worldReport } from '../support/counted-world.ts';
import { EXACT_ON_PURPOSE, LEADS } from '../support/declared-counts.ts';
import { numbersIn } from '../support/numbers-in-text.ts';

/** Consecutive days; `PRIVACY_DAYS=10` is the long form. */
const DAYS = Number(process.env['PRIVACY_DAYS'] ?? 2);
const K = 5;
const NOW = Date.parse('2026-02-20T12:00:00Z');

interface World extends Partial<WorldOptions> {
  readonly scoredReference?: boolean;
  readonly policy?: object;
}

const WORLDS: Readonly<Record<string, World>> = {
  'outcomes of all, a holdout reference': {
    scoredReference: true,
    policy: { reference: { scores: 'holdout' }, segments: ['industry'] },
  },
  'outcomes of contacted leads': { toldFrom: 0.4, policy: { performance: { baselineOutcomes: 200 } } },
  'two versions': { versions: ['1.0.0', '2.0.0'] },
};

/** Leaves by path, where `[]` is any index. */
function leavesOf(value: unknown, path = ''): [path: string, leaf: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, Array.isArray(value) ? `${path}[]` : path === '' ? key : `${path}.${key}`),
  );
}

const among = (declared: readonly string[]) => {
  const patterns = declared.map(
    (path) => new RegExp(`^${path.replace(/[.[\]]/g, '\\$&').replaceAll('*', '[^.]+')}$`),
  );
  return (path: string): boolean => patterns.some((pattern) => pattern.test(path));
};
const isLeads = among(LEADS);
const isTraffic = among(Object.values(EXACT_ON_PURPOSE).flat());

/** Digits are those of k leads of some hundred: more than three tell single ones. By the reason why others may have more. */
const MORE_DIGITS: readonly (readonly [reason: string, path: RegExp])[] = [
  [
    'traffic, time and the API’s own doing',
    /^(health|latency|benchmark|model|window|figures\.(success|latency|traffic)|alerts\[\]\.(peak|episodes))/,
  ],
  ['single predictions, by name', /^predictions\./],
  [
    'what operators set',
    /^(policy|software|simulated|schemaVersion)|limits|threshold|alpha|\.range\.|confidence$/,
  ],
  [
    'shares of published counts, and of features',
    /(modeShare|[sS]hare|ecdf\.(reference|production)\[\]|schema\.outOfRangeShare|drift-share\.\w+|\.(gained|lost)\[\]\.\w+)$/,
  ],
  [
    'values that k leads share, and edges that nobody has',
    /(ecdf\.(values\[\]|gapAt)|distribution\.edges\[\]|attribution\.values\[\]\.points\[\]\.range\[\])$/,
  ],
  ['a sum of published parts', /^attribution\.rest$/],
  ['follows from the published precision', /leadsToCall/],
];
const isFree = (path: string): boolean => MORE_DIGITS.some(([, pattern]) => pattern.test(path));

/** Features are no leads. */
const isShareOf = (features: number, value: number): boolean =>
  Math.abs(value * features - Math.round(value * features)) < 1e-6;

/** What alerts judge stands in its section too, where it is looked at. */
const isCopy = (path: string): boolean => /^(alerts|incidents|retraining\.triggers)\[\]\.value$/.test(path);

const digitsOf = (value: number): number =>
  Math.abs(value).toExponential().split('e')[0]?.replace('.', '').length ?? 0;

const changed = (leads: readonly CountedLead[], other: CountedLead | undefined, at: number) => {
  const own = leads[at];
  if (own === undefined || other === undefined) throw new Error('no lead');
  // Of another kind and with another outcome, but at the same time, so that traffic does not tell.
  const exchanged = {
    ...other,
    key: own.key,
    time: own.time,
    rows: own.rows,
    engaged: own.engaged === null ? null : !own.engaged,
  };
  return {
    'one lead more': [...leads, { ...other, key: 'one-more', time: own.time }],
    'one lead less': leads.filter((_, i) => i !== at),
    'one exchanged': leads.with(at, exchanged),
  };
};

describe.each(Object.entries(WORLDS))('%s', (_, { scoredReference, policy = {}, ...made }) => {
  const all = countedLeads({ leads: 717, days: 60, now: NOW, ...made });
  const others = countedLeads({ leads: 100, days: 60, now: NOW, seed: 9, ...made });
  const build = (leads: readonly CountedLead[], now: number, archiveDir: string): Promise<Report> =>
    worldReport(
      leads.filter(({ time }) => time <= now),
      {
        now,
        policy: { outcomes: { keyColumn: 'lead', maturityDays: 7 }, ...policy },
        ...(scoredReference === undefined ? {} : { scoredReference }),
        earlier: previousReports(openArchive(archiveDir), now),
      },
    );

  test(`${DAYS} days in an archive: no count, digit or sentence tells of one lead more, less or exchanged`, async () => {
    const archiveDir = mkdtempSync(join(tmpdir(), 'differences-'));
    onTestFinished(() => rmSync(archiveDir, { recursive: true }));
    let compared = 0;
    for (let day = DAYS - 1; day >= 0; day--) {
      const now = NOW - day * DAY_MS;
      const report = await build(all, now, archiveDir);
      const at = all.findLastIndex(({ time }) => time <= now - (day % 2 === 0 ? 1 : 12) * DAY_MS);
      for (const [what, leads] of Object.entries(changed(all, others.at(day * 7), at))) {
        const after = await build(leads, now, archiveDir);
        const elsewhere = new Set(leavesOf(after).flatMap(([path, leaf]) => (isCopy(path) ? [] : [leaf])));
        // Every leaf of the report and not only those that changed: what does not today may tomorrow.
        for (const [path, leaf] of leavesOf(after)) {
          if (isLeads(path) && leaf !== null) expect(Number(leaf) % K, `${what}: ${path} ${leaf}`).toBe(0);
          if (typeof leaf !== 'number' || isLeads(path) || isTraffic(path) || isFree(path)) continue;
          if (isShareOf(after.drift.tested, leaf)) continue;
          if (isCopy(path) && elsewhere.has(leaf)) continue;
          expect(digitsOf(leaf), `${what}: ${path} ${leaf}`).toBeLessThanOrEqual(3);
        }
        // Figures of outcomes and of the top count leads; the others count predictions and requests.
        for (const [id, { n }] of Object.entries(after.figures)) {
          if (/^(actual-rate|roc-auc|accuracy|lift|precision)/.test(id))
            expect(n % K, `${what}: ${id} ${n}`).toBe(0);
        }
        if (what === 'one exchanged') {
          compared++;
          // Nothing but the lead differs: what the log holds by time, status and endpoint does not.
          const traffic = (given: Report) =>
            leavesOf([given.health, given.latency, given.inputs.requests, given.scores.count]);
          expect(traffic(after)).toEqual(traffic(report));
          const before = new Set(
            leavesOf(report).flatMap(([, leaf]) => (typeof leaf === 'string' ? [leaf] : [])),
          );
          for (const [path, leaf] of leavesOf(after)) {
            if (typeof leaf !== 'string' || before.has(leaf)) continue;
            for (const number of numbersIn(leaf))
              expect(digitsOf(number), `${path}: ${leaf}`).toBeLessThanOrEqual(3);
          }
        }
      }
      openArchive(archiveDir).save(report, { inputsHash: day.toString(16).padStart(64, '0') });
    }
    expect(compared).toBe(DAYS);
    expect(openArchive(archiveDir).list()).toHaveLength(DAYS);
  });
});
