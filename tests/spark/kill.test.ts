import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSparkUrl } from '../../src/ingest/engines/spark/spark-url.ts';
import { VARIABLES } from '../../src/settings/variables.ts';
import { CASE_NOW } from '../support/case-report.ts';
import { describeWithCases } from '../support/cases.ts';
import { workplace } from '../support/run-build.ts';
import { engineReport } from '../support/spark/engine-report.ts';
import { sparkPidToKill, sparkUrl } from '../support/spark/server.ts';

const url = sparkUrl();
const pid = sparkPidToKill();

/** Names and contents of all files below a directory. */
async function fingerprint(directory: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(directory, { recursive: true })).sort()) {
    const file = path.join(directory, name);
    hash.update(`${name}\n`).update(await readFile(file).catch(() => ''));
  }
  return hash.digest('hex');
}

/** Kills the server and its child processes at once, as a power failure would. */
const kill = (): boolean => process.kill(-(pid ?? Number.NaN), 'SIGKILL');

/** Bytes of statements after which a build is under way: the keys of `input` have been read. */
const MIDDLE = 10_000;

/** A proxy that kills the server once a client has sent that many bytes. */
async function killingProxy(server: string): Promise<{ readonly url: string; close(): void }> {
  const { host, port } = parseSparkUrl(server);
  let said = 0;
  const proxy = net.createServer((client) => {
    const upstream = net.connect(port, host);
    client.on('data', (bytes) => {
      const before = said;
      said += bytes.length;
      upstream.write(bytes);
      if (before < MIDDLE && said >= MIDDLE) kill();
    });
    upstream.pipe(client);
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `spark://127.0.0.1:${own}`, close: () => proxy.close() };
}

if (url === null || pid === null) {
  describe.skip('a server that dies (skipped: run npm run test:spark)', () => undefined);
} else {
  describeWithCases('a server that dies in the middle', (cases) => {
    const logs = {
      predictions: cases('steady/predictions.jsonl'),
      requests: cases('steady/api_requests.jsonl'),
      reference: cases('reference/leads_raw.csv'),
    };
    // A build needs the settings STORE and SPARK_URL; without them only the report is tested.
    if ('STORE' in VARIABLES) {
      test('ends the build with a clear error and leaves site and archive as they were', async () => {
        const place = await workplace();
        const env = {
          PREDICTIONS_LOG: logs.predictions,
          API_REQUESTS_LOG: logs.requests,
          REFERENCE_DATA_PATH: logs.reference,
          NOW: CASE_NOW,
        };
        expect((await place.build(env)).code).toBe(0);
        const before = [await fingerprint(place.path('dist')), await fingerprint(place.path('archive'))];
        const proxy = await killingProxy(url);
        const later = { NOW: '2026-02-20T12:06:00Z', STORE: 'spark', SPARK_URL: proxy.url };
        const { code, stderr } = await place.build({ ...env, ...later });
        proxy.close();
        expect(code).toBe(3);
        expect(stderr).toMatch(/The connection to Spark at 127\.0\.0\.1:\d+ .* broke/);
        expect([await fingerprint(place.path('dist')), await fingerprint(place.path('archive'))]).toEqual(
          before,
        );
        expect(existsSync(place.path('dist/latest.json'))).toBe(true);
        await place.remove();
      }, 300_000);
    } else {
      test('ends the report with a clear error', async () => {
        const report = engineReport({ ...logs, sparkUrl: url, opened: () => setTimeout(kill, 500) });
        await expect(report).rejects.toMatchObject({ code: 'spark-session-lost', exitCode: 3 });
        await expect(engineReport({ ...logs, sparkUrl: url })).rejects.toMatchObject({
          code: 'spark-unreachable',
        });
      }, 300_000);
    }
  });
}
