import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { ALERTS } from '../alerts/registry.ts';
import { verdictOf } from '../alerts/verdict.ts';
import { badgeFiles } from '../outputs/badges.ts';
import type { Report } from '../report/schema/report.ts';
import { countedSection, figureCards } from '../site/views/figures.ts';
import { alertLook } from '../wording/status.ts';
import { countedStatus } from './counted-status.ts';
import { allFigures } from './registry.ts';

const healthy = fixtureReport({ errors: 0.001 });
const OVER = { since: '2026-02-19T14:00:00Z', longestMs: 7_200_000, peak: 0.38, episodes: 1 };

/** The report with one figure red, as its section reports it. */
function withRed(id: string): Report {
  const figure = healthy.figures[id];
  if (figure === undefined) throw new Error(`no figure ${id}`);
  return { ...healthy, figures: { ...healthy.figures, [id]: { ...figure, value: 0.5, status: 'red' } } };
}

const redReasons = (report: Report, section: string) =>
  verdictOf(report).reasons.filter((reason) => reason.status === 'red' && reason.section === section);

describe('one judgement of one fact', () => {
  test.each(
    allFigures({})
      .filter(({ card, id }) => card && healthy.figures[id] !== undefined)
      .map(({ id, section }) => [id, section] as const),
  )('%s is called critical on its card only where the verdict is', (id, section) => {
    const report = withRed(id);
    const card = figureCards(report, section).find((view) => view.id === id);
    expect(card?.look.word).toBe(redReasons(report, section).length > 0 ? 'Critical' : 'Attention');
  });

  test('an outage that is over colours its window, and is called over on its card and Attention everywhere else', () => {
    const { health } = healthy;
    const successRate = { ...health.successRate, value: 0.9, status: 'red' as const, over: OVER };
    const figure = { ...healthy.figures['success-rate'], value: 0.9, status: 'red' as const };
    const report = {
      ...healthy,
      health: { ...health, status: 'red' as const, successRate },
      figures: { ...healthy.figures, 'success-rate': figure },
    } as Report;
    expect(verdictOf(report)).toMatchObject({ status: 'yellow' });
    const card = figureCards(report, 'health').find(({ id }) => id === 'success-rate');
    expect(card).toMatchObject({
      look: { tone: 'red', word: 'Over' },
      over: 'Over since 2026-02-19 14:00 UTC, lasted 2 h, peak 38 % errors.',
      since: null,
    });
    expect(countedSection(report, 'health')).toBe('yellow');
    const badge = badgeFiles(report).find(({ path }) => path === 'badges/success-rate.json');
    const before = badgeFiles(healthy).find(({ path }) => path === 'badges/success-rate.json');
    expect(JSON.parse(String(badge?.content)).color).not.toBe('red');
    expect(JSON.parse(String(badge?.content)).color).not.toBe(JSON.parse(String(before?.content)).color);
    // An outage that goes on, or an API that does not answer, is what it is.
    const now = { ...report, health: { ...report.health, successRate: { ...successRate, over: null } } };
    expect(countedSection(now, 'health')).toBe('red');
    const down = { ...report, health: { ...report.health, api: { ...health.api, status: 'red' as const } } };
    expect(countedSection(down, 'health')).toBe('red');
  });

  test('slow inference is Attention on its page, as in the verdict', () => {
    const slow = fixtureReport({ slow: true, errors: 0.001 });
    expect(slow.latency.status).toBe('red');
    expect(countedSection(slow, 'latency')).toBe('yellow');
    const definition = allFigures({}).find(({ id }) => id === 'latency-p95');
    if (definition === undefined) throw new Error('no p95');
    expect(countedStatus(definition, 'red', slow)).toBe('yellow');
  });

  test('an alert on what a section judges has the colour of that section', () => {
    for (const status of ['red', 'yellow'] as const) {
      const performance = { ...healthy.performance, status } as NonNullable<Report['performance']>;
      const sections = { ...healthy, performance, drift: { ...healthy.drift, status } };
      for (const definition of ALERTS) {
        const weighs = 'weighs' in definition ? definition.weighs?.(sections) : undefined;
        if (weighs === undefined) continue;
        const { severity } = definition.policy.parse({});
        expect(alertLook({ status: 'firing', severity, weighs }).tone, definition.id).toBe(status);
      }
    }
  });
});
