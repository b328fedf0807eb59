import { expect, test } from 'vitest';
import { Freshness } from './freshness.ts';

test('before the first site: well while it is built, not when that failed', () => {
  const freshness = new Freshness(1_000, () => 0);
  expect(freshness.reason()).toBeNull();
  freshness.failed('it ended with exit code 2');
  expect(freshness.reason()).toBe('no site yet; builds: 1 failed, the last one: it ended with exit code 2');
});

test('stale when the last good build is older than three rounds, whatever the builds since said', () => {
  let now = 0;
  const freshness = new Freshness(60_000, () => now);
  freshness.succeeded(10_000);
  now = 210_000;
  expect(freshness.reason()).toBeNull();
  now = 211_000;
  expect(freshness.reason()).toBe('the site was built 211 s ago; builds: none ended since');
  freshness.failed('ENOSPC: no space left on device');
  freshness.failed('it took longer than 60 s');
  expect(freshness.reason()).toBe(
    'the site was built 211 s ago; builds: 2 failed since, the last one: it took longer than 60 s',
  );
  expect(freshness.failures).toBe(2);
  freshness.succeeded(10_000);
  expect(freshness.reason()).toBeNull();
  expect(freshness.failures).toBe(0);
});

test('failures do not matter while the last good build is young', () => {
  const freshness = new Freshness(3_600_000, () => 0);
  freshness.succeeded(1);
  for (let i = 0; i < 10; i++) freshness.failed('no');
  expect(freshness.reason()).toBeNull();
});
