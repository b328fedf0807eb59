import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { alertSchema } from '../report/schema/model.ts';
import { policySchema } from '../settings/policy-schema.ts';
import { type AlertDefinition, defineAlert, type SlidingEvidence } from './alert-definition.ts';
import { alertPolicy, shareKey } from './alert-policy.ts';
import { alertReasons } from './alert-reasons.ts';
import { judgeAlerts } from './judge-alerts.ts';
import { ALERTS, alertTitle, OWN_TRIGGERS, TRIGGERS } from './registry.ts';

const NOTHING_SLID: SlidingEvidence = { result: { events: 0, newest: null, episodes: [] }, live: null };
const evidence = new Map(ALERTS.map(({ id }) => [id, NOTHING_SLID]));
const policy = policySchema.parse({});

describe('the registry', () => {
  test.each([
    ['alerts', ALERTS],
    ['triggers', TRIGGERS],
  ] as const)('ids and titles of the %s are unique', (_, list) => {
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect(new Set(list.map(({ title }) => title)).size).toBe(list.length);
    for (const { id } of list) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test('no two alerts weigh the same', () => {
    expect(new Set(ALERTS.map(({ weight }) => weight)).size).toBe(ALERTS.length);
  });

  test('every trigger with a policy of its own is composed into it, and others name an alert that is defined', () => {
    const own = TRIGGERS.filter((trigger) => 'policy' in trigger);
    expect(own).toEqual(OWN_TRIGGERS);
    const alerts = new Set<string>(ALERTS.map(({ id }) => id));
    for (const trigger of TRIGGERS) if ('alert' in trigger) expect(alerts).toContain(trigger.alert.id);
  });

  test('an alert that is no longer defined keeps its id', () => {
    expect(alertTitle('model-age')).toBe('Model age');
    expect(alertTitle('gone')).toBe('gone');
  });
});

test('the title of each alert and trigger stands in exactly one source file', async () => {
  const root = new URL('../../', import.meta.url);
  const names = (
    await Promise.all(['src', 'scripts', 'pages'].map((room) => sourcesOf(new URL(`${room}/`, root), room)))
  ).flat();
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, root), 'utf8')] as const),
  );
  for (const { title } of [...ALERTS, ...TRIGGERS]) {
    const literal = new RegExp(`['"\`>]${title}['"\`<]`);
    expect(
      texts.filter(([, text]) => literal.test(text)).map(([name]) => name),
      title,
    ).toEqual([expect.stringMatching(/^src\/alerts\/(definitions|triggers)\//)]);
  }
});

async function sourcesOf(folder: URL, room: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(ts|astro)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => `${room}/${name}`);
}

describe('an alert that nobody knew', () => {
  const emptyWindow = defineAlert({
    id: 'few-predictions',
    title: 'Few predictions',
    unit: 'share of a full window',
    meaning: 'Predictions in the window as a share of those of a full one.',
    weight: 95,
    policy: alertPolicy(
      { severity: 'high', owner: 'Sales', action: 'Ask who stopped calling.' },
      { threshold: shareKey(0.5, 'fires below this share'), full: z.number().default(10_000) },
    ),
    judge: ({ scores }, { threshold, full }) => ({
      judged: true,
      threshold,
      value: scores.count / full,
      breach: scores.count / full < threshold,
      fact: `${scores.count} of ${full} predictions`,
      limit: 'below half',
    }),
  });
  const definitions: readonly AlertDefinition[] = [...ALERTS, emptyWindow];
  const policies = { ...policy.alerts, 'few-predictions': emptyWindow.policy.parse(undefined) };
  const sections = fixtureReport({ rows: 1200 });
  const alerts = judgeAlerts({ sections, evidence, policies }, definitions);

  test('is in the report with the words and the policy of its definition', () => {
    const alert = alerts.find(({ id }) => id === 'few-predictions');
    expect(alertSchema.parse(alert)).toEqual({
      id: 'few-predictions',
      title: 'Few predictions',
      unit: 'share of a full window',
      severity: 'high',
      owner: 'Sales',
      action: 'Ask who stopped calling.',
      status: 'firing',
      value: 0.12,
      threshold: 0.5,
      explanation: '1200 of 10000 predictions; fires below half.',
      episodes: [],
    });
  });

  test('stands among those of its severity by its weight', () => {
    expect(alerts.slice(0, 3).map(({ id }) => id)).toEqual([
      'api-down',
      'few-predictions',
      'high-error-rate',
    ]);
  });

  test('is the first red reason of the verdict', () => {
    const firing = alerts.map((alert) =>
      alert.id === 'api-down' ? alert : { ...alert, status: 'firing' as const },
    );
    const reasons = alertReasons({ ...sections, alerts: firing }, 'red', definitions);
    expect(reasons.map(({ text }) => text)).toEqual([
      'Few predictions: 12 % of a full window, threshold 50 %.',
      'High error rate: firing.',
      'Performance drop: firing.',
      'Ranking drop: firing.',
    ]);
  });
});

test('data drift is no reason beside a section that says it', () => {
  const sections = fixtureReport({ shift: 1 });
  const alerts = sections.alerts.map((alert) => ({ ...alert, status: 'firing' as const }));
  const texts = (status: 'red' | 'green') =>
    alertReasons({ ...sections, drift: { ...sections.drift, status }, alerts }, 'yellow').map(
      ({ text }) => text,
    );
  expect(texts('red').some((text) => text.startsWith('Data drift'))).toBe(false);
  expect(texts('green').some((text) => text.startsWith('Data drift'))).toBe(true);
});
