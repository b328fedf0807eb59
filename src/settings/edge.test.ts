import { expect, test } from 'vitest';
import { editDistance, nearestName } from './nearest.ts';
import { printable } from './printable.ts';
import { terminalReporter } from './terminal-reporter.ts';

test('edit distance of the textbook pair', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
});

test('the nearest name, or none when nothing is near', () => {
  expect(nearestName('treshold', ['owner', 'threshold'])).toBe('threshold');
  expect(nearestName('zzzzzz', ['owner', 'threshold'])).toBeNull();
});

test('printed text holds no escape, no override and no workflow command', () => {
  expect(printable('a\u001b[31mred\u202e')).toBe('a\uFFFD[31mred\uFFFD');
  expect(printable('x\n::error::boo')).toBe('x\n\u200B::error::boo');
});

function record(quiet: boolean, isTTY: boolean) {
  let text = '';
  let time = 0;
  const reporter = terminalReporter({
    stream: { isTTY, write: (chunk: string) => (text += chunk) },
    quiet,
    clock: () => time,
  });
  reporter.stage('read');
  time = 1_500;
  reporter.stage('render');
  time = 2_000;
  reporter.info('done');
  reporter.warn('odd');
  return { stages: reporter.finish(), text };
}

test('plain lines where nobody watches, and the time of every stage', () => {
  const { stages, text } = record(false, false);
  expect(text).toBe('[0.0 s] read\n[1.5 s] render\ndone\nwarning: odd\n');
  expect(stages).toEqual([
    { stage: 'read', ms: 1_500 },
    { stage: 'render', ms: 500 },
  ]);
});

test('a stage that was told late began when it began', () => {
  let time = 0;
  const reporter = terminalReporter({ stream: { write: () => true }, quiet: true, clock: () => time });
  reporter.stage('read');
  time = 5_000;
  reporter.stage('count', 2_000);
  expect(reporter.finish()).toEqual([
    { stage: 'read', ms: 2_000 },
    { stage: 'count', ms: 3_000 },
  ]);
});

test('quiet says nothing but warnings', () => {
  expect(record(true, true).text).toBe('warning: odd\n');
});

test('a terminal gets one line that rewrites itself', () => {
  expect(record(false, true).text).toBe('\r\u001b[Kread …\r\u001b[Krender …\r\u001b[Kdone\nwarning: odd\n');
});
