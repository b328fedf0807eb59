import { registerModel } from '../../../src/ingest/services/mlflow/register.ts';
import { fetchRegistry } from '../../../src/ingest/services/mlflow/registry.ts';
import { demonstrationEnsemble } from '../../../src/model/demonstration.ts';
import { writeOnnx } from '../../../src/model/onnx-writer.ts';
import type { PeerCheck, PeerContext, PeerOutcome } from './peer-check.ts';

const MODEL = 'lead scoring, peer';
/** Long, because the server creates its database on the first call. */
const TIMEOUT_MS = 60_000;

/** Registers a model twice on a real server and reads back what is in production. */
async function registerAndRead(trackingUri: string, now: () => number): Promise<PeerOutcome> {
  const failures: string[] = [];
  const expect = (what: string, holds: boolean): void => {
    if (!holds) failures.push(what);
  };
  const absent = await fetchRegistry({ trackingUri, timeoutMs: TIMEOUT_MS, modelName: MODEL });
  expect('an unknown model is unknown', absent.status === 'unknown');
  const register = (alias: string | null) =>
    registerModel({
      trackingUri,
      timeoutMs: TIMEOUT_MS,
      experiment: 'peers',
      runName: 'verify peers',
      modelName: MODEL,
      metrics: { auc: 0.61 },
      params: { rows: '303' },
      tags: { source: 'verify-peers' },
      model: { fileName: 'model.onnx', bytes: writeOnnx(demonstrationEnsemble()) },
      alias,
      nowMs: now(),
    });
  const first = await register('champion');
  if (first.status !== 'ok') return { status: 'failed', figure: `${first.step}: ${first.reason}` };
  expect('the model file is uploaded', first.notUploaded === null);
  const second = await register(null);
  expect('a second version is registered', second.status === 'ok' && second.version === '2');
  const champion = await fetchRegistry({ trackingUri, timeoutMs: TIMEOUT_MS, modelName: MODEL });
  expect(
    'the champion alias wins over the newer version',
    champion.status === 'ok' && champion.version === '1' && champion.which === 'alias',
  );
  expect(
    'its creation time is now',
    champion.status === 'ok' && Math.abs(Date.parse(champion.createdAt) - now()) < 120_000,
  );
  const asked = await fetchRegistry({ trackingUri, timeoutMs: TIMEOUT_MS, modelName: MODEL, alias: 'blue' });
  expect('an alias that is not there is unknown', asked.status === 'unknown');
  return failures.length === 0
    ? { status: 'passed', figure: 'two versions registered with the model file, champion read back by alias' }
    : { status: 'failed', figure: `does not hold: ${failures.join('; ')}` };
}

const mlflow: PeerCheck = {
  name: 'MLflow server, registering and reading back',
  async run({ startServer, now }: PeerContext): Promise<PeerOutcome> {
    const server = await startServer('mlflow_server.py');
    if (!server.ok) return { status: 'skipped', reason: server.reason };
    try {
      return await registerAndRead(server.url, now);
    } finally {
      await server.stop();
    }
  },
};

/** Comparisons with a real MLflow server. */
export const registryPeers: readonly PeerCheck[] = [mlflow];
