import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../stats/distributions/random.ts';
import { DriftDetector } from './drift-detector.ts';
import { driftSummary } from './drift-summary.ts';
import type { Row } from './table-rows.ts';

/** Leads as the API logs them; the score follows `quality`. */
function leads(n: number, seed: number, shift: { quality?: number; finance?: number } = {}): Row[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const quality = random.normal() + (shift.quality ?? 0);
    const industry = random.uniform() < (shift.finance ?? 0.2) ? 'finance' : 'software';
    const score = 1 / (1 + Math.exp(-quality));
    return {
      timestamp: '2026-02-20T12:00:00Z',
      input: { quality, industry, seen: null },
      score,
      label: 'engaged',
    };
  });
}

describe('DriftDetector', () => {
  const detector = new DriftDetector({ reference: leads(300, 1) });

  test('finds nothing in rows of the same kind', async () => {
    const drift = await detector.detectDataDrift(leads(400, 2));
    expect(drift).toMatchObject({ status: 'green', drifted: 0, tested: 2 });
    expect(drift.features.map(({ name }) => name).sort()).toEqual(['industry', 'quality', 'seen']);
    expect((await detector.detectPredictionDrift(leads(400, 2))).status).toBe('stable');
  });

  test('finds the features that moved, with the test of their type, and the scores that moved with them', async () => {
    const production = leads(400, 3, { quality: 1, finance: 0.6 });
    const drift = await detector.detectDataDrift(production);
    expect(drift).toMatchObject({ status: 'red', drifted: 2, share: 1 });
    expect(
      drift.features
        .slice(0, 2)
        .map(({ name, test }) => [name, test])
        .sort(),
    ).toEqual([
      ['industry', 'chisquare'],
      ['quality', 'ks'],
    ]);
    const scores = await detector.detectPredictionDrift(production);
    expect(scores).toMatchObject({ status: 'drifted', nReference: 300, nProduction: 400 });
    const given = production.map((row) => Number(row['score']));
    expect(await detector.detectPredictionDrift(given)).toEqual(scores);
    expect(driftSummary({ drift, predictionDrift: scores })).toMatch(
      /^2 of 2 tested features drifted \(100 %\) by the guide’s rule, 2 of 2 materially: red\./,
    );
  });

  test('gives one answer for logged predictions and for flat rows', async () => {
    const flat = leads(200, 4).map((row) => ({ ...(row['input'] as object), score: row['score'] }));
    expect(await detector.detectDataDrift(flat)).toEqual(await detector.detectDataDrift(leads(200, 4)));
  });

  test('says when there is nothing to compare', async () => {
    await expect(new DriftDetector({ reference: [] }).detectDataDrift(leads(5, 1))).rejects.toMatchObject({
      exitCode: 3,
    });
    await expect(detector.detectDataDrift([{ other: 1 }])).rejects.toMatchObject({ exitCode: 3 });
    expect((await detector.detectPredictionDrift([])).status).toBe('not-enough-data');
  });

  test('writes one HTML file that asks for nothing and escapes what it is given', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'drift-detector-'));
    try {
      const outputPath = join(directory, 'reports', 'drift.html');
      const hostile = '<script>alert(1)</script>';
      const named = (rows: Row[]): Row[] =>
        rows.map((row) => ({ ...(row['input'] as object), [hostile]: hostile }));
      const tricky = new DriftDetector({ reference: named(leads(50, 5)) });
      const result = await tricky.generateReport({
        production: named(leads(60, 6, { quality: 2 })),
        outputPath,
      });
      const page = await readFile(outputPath, 'utf8');
      expect(page).toContain('features drifted');
      expect(page).toContain("default-src 'none'");
      expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
      expect(result.drift.features.some(({ name }) => name === 'quality')).toBe(true);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
