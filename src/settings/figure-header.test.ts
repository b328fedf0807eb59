import { expect, test } from 'vitest';
import { parseHeader } from './figure-header.ts';

const LEAST = ['-- id: no-companysize', '-- label: Leads without company size', '-- unit: share'];
const read = (...more: readonly string[]) => parseHeader([...LEAST, ...more, 'select 1'].join('\n'));
const fault = (...lines: readonly string[]): string => {
  const parsed = parseHeader(lines.join('\n'));
  return parsed.ok ? 'none' : parsed.fault;
};

test('three lines are enough', () => {
  expect(read()).toEqual({
    ok: true,
    header: {
      id: 'no-companysize',
      label: 'Leads without company size',
      unit: 'share',
      page: 'scores',
      overview: false,
      definition: null,
      better: null,
      healthy: null,
      action: null,
    },
  });
});

test('every key is read, among other comments, with any line ends', () => {
  const text = [
    '\uFEFF-- A figure of the team (see wiki)',
    '',
    ...LEAST,
    '--HEALTHY:  at most 20 %',
    '-- direction: lower is better',
    '-- page: drift',
    '-- overview: yes',
    '-- definition: Share: of the window.',
    '-- action: Ask the CRM team.',
    'select 1 -- id: other',
    '-- label: not of the header',
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    expect(parseHeader(text.join(end))).toMatchObject({
      ok: true,
      header: {
        healthy: { min: null, max: 0.2 },
        better: 'lower',
        page: 'drift',
        overview: true,
        definition: 'Share: of the window.',
        action: 'Ask the CRM team.',
      },
    });
  }
});

test.each([
  ['at most 20 %', { min: null, max: 0.2 }, 'lower'],
  ['<= 0.07', { min: null, max: 0.07 }, 'lower'],
  ['at least 7%', { min: 0.07, max: null }, 'higher'],
  ['>=0', { min: 0, max: null }, 'higher'],
  ['10 % to 0.5', { min: 0.1, max: 0.5 }, null],
  ['0..1', { min: 0, max: 1 }, null],
])('healthy: %s', (text, healthy, better) => {
  expect(read(`-- healthy: ${text}`)).toMatchObject({ ok: true, header: { healthy, better } });
});

test.each<[string, string]>([
  ['-- healthy: good', 'healthy: expected'],
  ['-- healthy: at most 120 %', 'a share lies from 0 to 1'],
  ['-- healthy: at least -0.1', 'a share lies from 0 to 1'],
  ['-- healthy: at most 5 ms', '"ms" does not fit the unit share'],
  ['-- healthy: 0.5 to 0.5', 'the lower end must be below'],
  ['-- healthy: at most 1e999', 'healthy: expected'],
  ['-- healthy: at most NaN', 'healthy: expected'],
  ['-- direction: up', 'direction: expected higher or lower'],
  ['-- page: overview', 'page: expected one of health, scores, latency, drift'],
  ['-- overview: maybe', 'overview: expected one of yes, no'],
  ['-- id: other', 'line 4: "id" stands twice'],
  ['-- healty: at most 1', 'line 4: there is no key "healty" of a header; did you mean "healthy"?'],
  ['-- note: x', 'there is no key "note"'],
  ['-- action:', 'line 4: "action" has no value'],
  [`-- action: ${'x'.repeat(401)}`, 'action: at most 400 characters'],
])('%s is refused in words', (line, words) => {
  expect(fault(...LEAST, line)).toContain(words);
});

test('a direction that contradicts what is healthy is refused', () => {
  const words = 'direction: "higher" is better contradicts what is healthy';
  expect(fault(...LEAST, '-- healthy: at most 1', '-- direction: higher')).toBe(words);
  expect(fault(...LEAST, '-- healthy: 0 to 1', '-- direction: higher')).toBe('none');
});

test.each(['', 'A', 'a_b', 'a--b', '-a', 'a-', '1a', 'a b', '<b>', '../x', 'file-1', 'a'.repeat(41), 'é'])(
  'id %j is refused',
  (id) =>
    expect(fault(`-- id: ${id}`, ...LEAST.slice(1))).toMatch(/^(id: expected|line 1: "id" has no value)/),
);

test('what is missing is named, and an id that was read is kept', () => {
  expect(parseHeader('select 1')).toEqual({
    ok: false,
    fault: 'the header has no "id", such as -- id: no-companysize',
    id: null,
  });
  expect(parseHeader('-- id: a\n-- label: A')).toEqual({
    ok: false,
    fault: 'the header has no "unit", such as -- unit: share',
    id: 'a',
  });
});
