import { afterAll, expect, test } from 'vitest';
import type { ModelFile } from '../../src/pipeline/model-file.ts';
import { observe } from '../../src/pipeline/observe.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';
import { silentReporter } from '../../src/settings/reporter.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { bytesSent, closeServers, SERVERS, start } from '../support/hostile/servers.ts';

/** Misbehaving servers, in the role of /health and of the model registry. */

afterAll(closeServers);

/** Healthy: status 200, whatever the body. */
const HEALTHY = [
  'answers without end',
  'promises 10 GB',
  'answers HTML',
  'answers broken JSON',
  'answers with another shape',
  'answers null',
  'greets with its guest’s login',
];

const POLICY = policySchema.parse({
  health: { timeoutMs: 500, tries: 2, retryDelayMs: 0 },
  benchmark: { calls: 1, warmup: 0, batchSizes: [1] },
});
const NO_MODEL: ModelFile = {
  path: '/nowhere.onnx',
  demonstration: true,
  metadata: null,
  featureNames: null,
};

test.concurrent.each(Object.keys(SERVERS))('a server that %s', async (name) => {
  const port = await start(name);
  const settings = readSettings(
    {
      API_BASE_URL: `http://ada:zqmsecret@127.0.0.1:${port}/?key=zqmquery`,
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
      MLFLOW_TRACKING_TOKEN: 'zqmtoken',
    },
    '/',
    () => 0,
  );
  const began = performance.now();
  const { recorded } = await observe({
    settings,
    policy: POLICY,
    model: NO_MODEL,
    simulated: false,
    referenceRows: null,
    reporter: silentReporter,
    clock: Date.now,
  });
  const observed = await recorded;
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(observed.health.status).toBe(HEALTHY.includes(name) ? 'ok' : 'failed');
  if (observed.health.status === 'failed')
    expect(observed.health.reason).toMatch(/tries failed; the last: \w+/);
  expect(observed.registry.status).toBe('unknown');
  const text = JSON.stringify(observed);
  expect(text).not.toMatch(/zqm|YWRhOnpxbXNlY3JldA/);
  expect(text.length).toBeLessThan(4_000);
  expect(text).not.toMatch(/undefined|\[object|TypeError|fetch failed/);
});

test('of an endless answer little was taken', () => {
  expect(bytesSent()).toBeGreaterThan(0);
  // Limits are 64 kB and 5 MB a response; the rest allows for kernel buffers.
  expect(bytesSent()).toBeLessThan(200 * 2 ** 20);
});
