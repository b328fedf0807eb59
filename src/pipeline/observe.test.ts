import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { policySchema } from '../settings/policy-schema.ts';
import { silentReporter } from '../settings/reporter.ts';
import { readSettings } from '../settings/settings.ts';
import { observe } from './observe.ts';

test('an API that takes its time is waited for after the benchmark, beside other work', async () => {
  const asked = Promise.withResolvers<() => void>();
  const server = createServer((_, response) => {
    asked.resolve(() => response.end('{"status":"ok","version":"0.3.0"}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const { recorded } = await observe({
      settings: readSettings({ API_BASE_URL: `http://127.0.0.1:${port}` }, '/', () => 0),
      policy: policySchema.parse({}),
      model: { path: '/nowhere.onnx', demonstration: true, metadata: null, featureNames: null },
      simulated: false,
      referenceRows: null,
      reporter: silentReporter,
      clock: Date.now,
    });
    // Only now does it answer.
    const answer = await asked.promise;
    answer();
    expect((await recorded).health).toMatchObject({ status: 'ok', version: '0.3.0' });
  } finally {
    server.close();
  }
});
