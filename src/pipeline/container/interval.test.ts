import { expect, test } from 'vitest';
import { parseInterval, sleep, withinTime } from './interval.ts';

test.each([
  ['30m', 1_800_000],
  ['1d', 86_400_000],
  ['90s', 90_000],
  ['365d', 31_536_000_000],
  ['8760h', 31_536_000_000],
  ['31536000s', 31_536_000_000],
  ['366d', 31_622_400_000],
  ['367d', null],
  ['99999999d', null],
  ['0s', null],
  ['1', null],
  ['-1h', null],
  ['1w', null],
  ['', null],
])('the time %s', (text, ms) => {
  expect(parseInterval(text)).toBe(ms);
});

const isOver = async (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(resolve, ms, false);
    }),
  ]);

test.each([2 ** 31, 366 * 86_400_000])(
  'a sleep of %d ms does not end at once, and ends when told to',
  async (ms) => {
    const controller = new AbortController();
    const sleeping = sleep(ms, controller.signal);
    expect(await isOver(sleeping, 100)).toBe(false);
    controller.abort();
    expect(await isOver(sleeping, 100)).toBe(true);
  },
);

const never = new AbortController().signal;

test('work that ends in time gives its result or its error', async () => {
  const limits = { ms: 5_000, graceMs: 0, signal: never };
  expect(await withinTime(async () => 7, limits, new Error('too long'))).toBe(7);
  const failing = withinTime(() => Promise.reject(new Error('own')), limits, new Error('too long'));
  await expect(failing).rejects.toThrow('own');
});

test('work that takes too long is told, and is not waited for when it does not end', async () => {
  const limits = { ms: 20, graceMs: 20, signal: never };
  let told: AbortSignal | undefined;
  const hanging = withinTime(
    (signal) => {
      told = signal;
      return new Promise(() => undefined);
    },
    limits,
    new Error('too long'),
  );
  await expect(hanging).rejects.toThrow('too long');
  expect(told?.aborted).toBe(true);
});

test('work hears when everything is to end, without waiting for its time', async () => {
  const controller = new AbortController();
  const limits = { ms: 2 ** 40, graceMs: 0, signal: controller.signal };
  const hanging = withinTime(() => new Promise(() => undefined), limits, new Error('too long'));
  controller.abort(new Error('the end'));
  await expect(hanging).rejects.toThrow('the end');
});
