import { expect, test } from 'vitest';
import { rulesOf } from './alerts-policy.ts';
import { parsePolicy } from './read-policy.ts';

const parse = (alerts: unknown) => parsePolicy({ alerts }, 'policy.json');
const rule = { figure: 'traffic', below: 10 };

test('default rules come first, then the team’s own in the order of the file', () => {
  const ids = rulesOf(parse({ 'z-own': rule, 'a-own': rule }).alerts).map(({ id }) => id);
  expect(ids.slice(-2)).toEqual(['z-own', 'a-own']);
  expect(ids).toContain('unusual-traffic');
});

test('a figure that is registered at run time can be named', async () => {
  const { registerFigure, builtIn } = await import('../figures/registry.ts');
  const remove = registerFigure({ ...builtIn('traffic'), id: 'own-figure' });
  expect(() => parse({ r: { figure: 'own-figure', above: 1 } })).not.toThrow();
  remove();
  expect(() => parse({ r: { figure: 'own-figure', above: 1 } })).toThrow(/no such figure "own-figure"/);
});

test.each([
  [
    { r: { figure: 'trafic', below: 1 } },
    'alerts.r.figure: no such figure "trafic"; did you mean "traffic"?',
  ],
  [{ r: { figure: 'zzzzzzzzzzzzzzz', below: 1 } }, 'one of precision-at-target, '],
  [{ r: { figure: 'traffic' } }, 'alerts.r: a rule has a condition: one of above, below, change, outside'],
  [{ 'R x': rule }, 'alerts.R x: the id of a rule is of small letters'],
  [{ r: { ...rule, for: '3 of 2' } }, 'alerts.r.for: "3 of 2" can never be'],
  [{ r: { ...rule, segment: 'country=France' } }, 'alerts.r.segment: traffic is of the whole report'],
  [{ r: { figure: 'missing-rate-rise', outside: {} } }, 'need a headline figure'],
  [{ r: { ...rule, belwo: 3 } }, 'alerts.r.belwo: no such key; did you mean "below"?'],
  [{ r: { figure: 'traffic', change: { from: 'same-weekdays' } } }, 'give "up", "down" or both'],
  [
    { 'api-dwon': {} },
    'alerts.api-dwon: no such key; did you mean "api-down"? A rule of your own names its "figure"',
  ],
])('%j is refused in words', (alerts, message) => {
  expect(() => parse(alerts)).toThrow(message);
});
