import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CONDITIONS } from '../alerts/rules/rule-policy.ts';
import { policySchema } from './policy-schema.ts';
import { parsePolicy, readPolicy } from './read-policy.ts';
import { RENAMED_FIGURE_KEYS } from './renamed-figure-keys.ts';

const data = (name: string): string => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));

test("an empty policy is the guide's numbers", () => {
  const policy = parsePolicy({}, 'empty');
  expect(policy.window.days).toBe(7);
  expect(policy.figures).toMatchObject({
    'success-rate': { green: 0.99, yellow: 0.95 },
    'engagement-rate': { min: 0.15, max: 0.4 },
    'score-p50': { min: 0.3, max: 0.7 },
    'score-p95': { min: 0.7, max: 1 },
    'latency-p50': { target: 1, fallbackTarget: 5 },
    'latency-p95': { target: 5, fallbackTarget: 20 },
    'latency-p99': { target: 10, fallbackTarget: 50, alertAbove: 100 },
  });
  expect(policy.drift).toMatchObject({ alpha: 0.05 });
  expect(policy.alerts).toMatchObject({
    'data-drift': { threshold: 0.5 },
    'prediction-drift': { threshold: 0.01 },
    'model-age': { threshold: 3 },
    'low-engagement': { actualBelow: 0.1, predictedBelow: 0.1 },
    'slow-inference': { threshold: 50, windowMinutes: 5, minimumEvents: 20, maximumHours: 24 },
    'high-error-rate': { threshold: 0.05, windowMinutes: 10, minimumEvents: 20, maximumHours: 24 },
    'api-down': { threshold: 3, windowMinutes: 5, minimumEvents: 1, maximumHours: 24 },
  });
  expect(policy.triggers).toEqual({ 'new-examples': { threshold: 500 } });
  expect(policy.playbook.features['timezone']).toEqual({
    cause: 'Geographic expansion',
    action: 'None if intended',
  });
});

test('the shipped policy file decides nothing that the defaults decide', async () => {
  const shipped = JSON.parse(await readFile(data('policy.json'), 'utf8'));
  const { $schema, ...policy } = parsePolicy(shipped, 'policy.json');
  expect($schema).toBe('./policy.schema.json');
  expect(policy).toEqual(parsePolicy({}, 'defaults'));
  expect(Object.keys(shipped)).toEqual(['$schema']);
});

const OPTIONAL = new Set<string>([...CONDITIONS, 'segment']);

test('every key of an alert and of a trigger is described in the shipped schema, with its default', async () => {
  const shipped = JSON.parse(await readFile(data('policy.schema.json'), 'utf8'));
  for (const part of ['alerts', 'triggers']) {
    for (const [id, schema] of Object.entries<{ properties: object }>(shipped.properties[part].properties)) {
      for (const [key, property] of Object.entries(schema.properties)) {
        expect(property, `${part}.${id}.${key}`).toMatchObject({
          description: expect.any(String),
          // What a rule compares with is left out where it does not.
          ...(OPTIONAL.has(key) ? {} : { default: expect.anything() }),
        });
      }
    }
  }
});

test('the shipped JSON Schema is that of the policy', async () => {
  const shipped = JSON.parse(await readFile(data('policy.schema.json'), 'utf8'));
  expect(shipped).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(policySchema, { io: 'input' }))));
});

test.each([
  [{ windw: { days: 3 } }, 'windw: no such key; did you mean "window"?'],
  [{ drift: { alfa: 0.1 } }, 'drift.alfa: no such key; did you mean "alpha"?'],
  [
    { drift: { features: { industry: { tpye: 'text' } } } },
    'drift.features.industry.tpye: no such key; did you mean "type"?',
  ],
  [{ alerts: { 'api-dwon': {} } }, 'alerts.api-dwon: no such key; did you mean "api-down"?'],
  [
    { alerts: { 'slow-inference': { treshold: 3 } } },
    'alerts.slow-inference.treshold: no such key; did you mean "threshold"?',
  ],
  [{ triggers: { 'new-example': {} } }, 'triggers.new-example: no such key; did you mean "new-examples"?'],
  [{ qqqqqqqqqqqqqqqq: 1 }, 'qqqqqqqqqqqqqqqq: no such key; one of window, '],
])('an unknown key is an error with the nearest right name: %j', (value, message) => {
  expect(() => parsePolicy(value, 'p.json')).toThrow(message);
});

test.each([
  [{ drift: { alpha: 2 } }, 'drift.alpha'],
  [{ figures: { 'score-p50': { min: 0.9, max: 0.1 } } }, 'min must be below max'],
  [{ figures: { 'success-rate': { green: 0.5 } } }, 'yellow must not be above green'],
  [{ drift: { tests: { numeric: 'kss' } } }, 'drift.tests.numeric: expected one of ks, '],
  [[], 'the file: '],
])('a wrong value names its field: %j', (value, message) => {
  expect(() => parsePolicy(value, 'p.json')).toThrow(message);
});

test.each(RENAMED_FIGURE_KEYS.map((key) => [key.old, key.new] as const))(
  'the old key %s is refused with its new name, which is a key',
  (old, renamed) => {
    const policy = old.split('.').reduceRight<unknown>((value, step) => ({ [step]: value }), { min: 0.1 });
    expect(() => parsePolicy(policy, 'p.json')).toThrow(
      `${old}: no such key any more; it is called ${renamed} now`,
    );
    const at = renamed
      .split('.')
      .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], parsePolicy({}, 'defaults'));
    expect(at).toBeDefined();
  },
);

test('own playbook entries stand beside the guide’s', () => {
  const own = { cause: 'New form', action: 'Ask sales' };
  const policy = parsePolicy({ playbook: { features: { languages: own } } }, 'p.json');
  expect(policy.playbook.features['languages']).toEqual(own);
  expect(policy.playbook.features['industry']?.cause).toBe('Targeting a new vertical');
});

test('a file that is missing or is not JSON leaves with exit code 2', async () => {
  await expect(readPolicy('/nowhere/policy.json')).rejects.toMatchObject({
    code: 'policy-unreadable',
    exitCode: 2,
  });
  await expect(readPolicy(fileURLToPath(import.meta.url))).rejects.toMatchObject({
    code: 'policy-syntax',
    exitCode: 2,
  });
});

test('an old key is refused with its new name and the command that rewrites it', () => {
  const old = { drift: { redShare: 0.4 }, alerts: { 'model-age': { windowMinutes: 5 } } };
  expect(() => parsePolicy(old, 'p.json')).toThrow(
    /drift\.redShare: no such key any more; it is called alerts\.data-drift\.threshold now[\s\S]*alerts\.model-age\.windowMinutes: decided nothing[\s\S]*--upgrade/,
  );
});

test('nobody who was not contacted counts as negative', () => {
  const outcomes = { absentMeans: 'negative' };
  expect(() => parsePolicy({ outcomes }, 'policy.json')).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining('outcomes.contacted') }),
  );
  const contacted = { column: 'sent', value: 'yes' };
  expect(parsePolicy({ outcomes: { ...outcomes, contacted } }, 'policy.json').outcomes).toMatchObject({
    absentMeans: 'negative',
  });
});

test('segments are names of features, or features with cuts', () => {
  const segments = ['industry', { feature: 'companyfoundedon', cuts: [2000, 2015] }];
  expect(parsePolicy({ segments }, 'own').segments).toEqual(segments);
  expect(() => parsePolicy({ segments: [{ feature: 'x', cut: [1] }] }, 'own')).toThrow(
    'segments.0.cut: no such key; did you mean "cuts"?',
  );
  expect(() => parsePolicy({ segments: [{ feature: 'x', cuts: [2, 1] }] }, 'own')).toThrow(
    'segments.0.cuts: ascending numbers',
  );
});

test.each([
  [
    { routes: [{ to: 'slack', chanel: 'C0123456' }] },
    'routes.0.chanel: no such key; did you mean "channel"?',
  ],
  [
    { routes: [{ to: 'teams', urlVariable: 'https://hunter2' }] },
    'routes.0.urlVariable: expected the name of an environment variable that begins with TEAMS_',
  ],
  [{ routes: [{ to: 'telegram' }] }, 'routes.0.to: '],
])('a faulty route is named, without what may be a secret: %#', (policy, words) => {
  expect(() => parsePolicy(policy, 'p')).toThrow(words);
  expect(() => parsePolicy(policy, 'p')).toThrow(/^(?!.*hunter2)/s);
});
