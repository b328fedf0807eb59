import { expect, test } from 'vitest';
import { checkRuleFigures, rulesOf } from './alerts-policy.ts';
import { parsePolicy } from './read-policy.ts';

const parse = (alerts: unknown) => parsePolicy({ alerts }, 'policy.json');
const rule = { figure: 'traffic', below: 10 };

test('default rules come first, then the team’s own in the order of the file', () => {
  const ids = rulesOf(parse({ 'z-own': rule, 'a-own': rule }).alerts).map(({ id }) => id);
  expect(ids.slice(-2)).toEqual(['z-own', 'a-own']);
  expect(ids).toContain('unusual-traffic');
});

test.each([
  [
    { r: { figure: 'trafic', below: 1 } },
    'alerts.r.figure: no such figure "trafic"; did you mean "traffic"?',
  ],
  [{ r: { figure: 'no-sizes', below: 1 } }, 'did you mean "no-size"?'],
  [{ r: { figure: 'zzzzzzzzzzzzzzz', below: 1 } }, 'one of precision-at-target, '],
  [{ r: { ...rule, segment: 'country=France' } }, 'alerts.r.segment: traffic is of the whole report'],
  [{ r: { figure: 'missing-rate-rise', outside: {} } }, 'need a headline figure'],
])('%j names a figure in a way that cannot be', (alerts, message) => {
  expect(() => checkRuleFigures(parse(alerts).alerts, [{ header: { id: 'no-size' } }])).toThrow(message);
});

test('a figure of the team’s own can be named', () => {
  const { alerts } = parse({ r: { figure: 'no-size', outside: {} } });
  expect(() => checkRuleFigures(alerts, [{ header: { id: 'no-size' } }])).not.toThrow();
  expect(() => checkRuleFigures(alerts, [])).toThrow('no such figure "no-size"');
});

test.each([
  [{ r: { figure: 'traffic' } }, 'alerts.r: a rule has a condition: one of above, below, change, outside'],
  [{ 'R x': rule }, 'alerts.R x: the id of a rule is of small letters'],
  [{ r: { ...rule, for: '3 of 2' } }, 'alerts.r.for: "3 of 2" can never be'],
  [{ 'data-drift': { for: '3 of 2' } }, 'alerts.data-drift.for: "3 of 2" can never be'],
  [{ r: { ...rule, belwo: 3 } }, 'alerts.r.belwo: no such key; did you mean "below"?'],
  [{ r: { figure: 'traffic', change: { from: 'same-weekdays' } } }, 'give "up", "down" or both'],
  [
    { 'api-dwon': {} },
    'alerts.api-dwon: no such key; did you mean "api-down"? A rule of your own names its "figure"',
  ],
])('%j is refused in words', (alerts, message) => {
  expect(() => parse(alerts)).toThrow(message);
});
