import { expect, test } from 'vitest';
import { type Judged, judgeRule, valueWords } from './judge-rule.ts';
import { rulePolicy } from './rule-policy.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-02-20T06:00:00Z');
const day = NOW / DAY;
const values = Array.from({ length: 40 }, (_, i) => ({
  day: Math.floor(day) - i - 1,
  time: NOW - (i + 1) * DAY,
  // Within 8 % of 100.
  value: 100 + ((i * 7) % 17) - 8,
}));
const judged = (value: number, change: Partial<Judged> = {}): Judged => ({
  ...{
    value,
    unit: '',
    figureUnit: 'count',
    past: values,
    now: NOW,
    windowDays: 7,
  },
  ...change,
});
const judge = (rule: object, value: number, change?: Partial<Judged>) =>
  judgeRule(rulePolicy.parse({ figure: 'traffic', ...rule }), judged(value, change));

test('limits are not crossed by a value that equals them', () => {
  expect(judge({ above: 5 }, 5)).toMatchObject({ severity: null, threshold: 5 });
  expect(judge({ above: 5 }, 6)).toMatchObject({ severity: 'medium', threshold: 5, limit: 'above 5' });
  expect(judge({ below: 5 }, 5)).toMatchObject({ severity: null });
  expect(judge({ below: 5, severity: 'low' }, 4)).toMatchObject({ severity: 'low' });
});

test('the most severe level that is crossed counts, over all conditions', () => {
  const rule = { above: { medium: 10, high: 20 }, below: { critical: 1 } };
  expect(judge(rule, 15)).toMatchObject({ severity: 'medium', threshold: 10 });
  expect(judge(rule, 25)).toMatchObject({ severity: 'high', threshold: 20 });
  expect(judge(rule, 0)).toMatchObject({ severity: 'critical', threshold: 1 });
  expect(judge(rule, 5)).toMatchObject({ severity: null, threshold: 10 });
});

test('a change is relative to the window before or to the same weekdays', () => {
  const rule = { change: { from: 'previous-window', down: 0.3, up: { high: 1 } } };
  const [before = 0] = values.filter(({ time }) => time === NOW - 7 * DAY).map(({ value }) => value);
  expect(judge(rule, before * 0.69)).toMatchObject({ severity: 'medium' });
  expect(judge(rule, before * 0.71)).toMatchObject({ severity: null });
  expect(judge(rule, before * 2.1)).toMatchObject({ severity: 'high', threshold: before * 2 });
  const weekdays = { change: { from: 'same-weekdays', down: 0.5 } };
  expect(judge(weekdays, 30)).toMatchObject({ severity: 'medium' });
  expect(judge(weekdays, 30, { past: [] })).toMatchObject({ judged: false });
});

test('a fall of 60 % is outside the learnt band, the usual is not, and a side can be left out', () => {
  expect(judge({ outside: {} }, 40)).toMatchObject({ severity: 'medium' });
  expect(judge({ outside: {} }, 103)).toMatchObject({ severity: null });
  expect(judge({ outside: { side: 'above' } }, 40)).toMatchObject({ severity: null });
  expect(judge({ outside: { falseAlarms: { low: 0.05, high: 0.0001 } } }, 40)).toMatchObject({
    severity: 'high',
  });
  const found = judge({ outside: {} }, 40);
  expect(found.judged && found.limit).toMatch(
    /^outside [\d.]+ to \d+, what \d+ earlier reports .*\(1 % of reports/,
  );
});

test('a measure without a past cannot be compared with it', () => {
  expect(judge({ outside: {} }, 1, { figureUnit: null })).toMatchObject({ judged: false });
});

test('values are in words of their unit', () => {
  expect(valueWords(judged(0.25, { figureUnit: 'share' }))).toBe('25 %');
  expect(valueWords(judged(3, { figureUnit: null, unit: 'hours' }))).toBe('3 hours');
});
