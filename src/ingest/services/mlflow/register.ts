import { type MlflowAnswer, type MlflowClient, type MlflowConnection, mlflowClient } from './client.ts';

/** What is logged and registered. */
export interface Registration extends MlflowConnection {
  readonly experiment: string;
  readonly runName: string;
  readonly modelName: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** File of the model with its bytes, uploaded under `model/`. */
  readonly model: { readonly fileName: string; readonly bytes: Uint8Array };
  /** Alias to set on the new version, or null for none. */
  readonly alias: string | null;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export type RegistrationResult =
  | {
      readonly status: 'ok';
      readonly runId: string;
      readonly version: string;
      /** Why the model file itself was not uploaded, or null. */
      readonly notUploaded: string | null;
      readonly url: string;
    }
  | { readonly status: 'failed'; readonly step: string; readonly reason: string };

class StepFailed extends Error {
  readonly step: string;

  constructor(step: string, reason: string) {
    super(reason);
    this.step = step;
  }
}

type Body = Readonly<Record<string, unknown>>;

function requireBody(step: string, answer: MlflowAnswer): Body {
  if (!answer.ok) throw new StepFailed(step, answer.reason);
  return answer.body;
}

const member = (body: Body, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Body)[key] : undefined),
    body,
  );

function text(step: string, body: Body, ...path: readonly string[]): string {
  const value = member(body, ...path);
  if (typeof value !== 'string' || value === '')
    throw new StepFailed(step, `the answer has no ${path.join('.')}`);
  return value;
}

async function experimentId(client: MlflowClient, name: string): Promise<string> {
  const found = await client.get('experiments/get-by-name', { experiment_name: name });
  if (found.ok) return text('experiment', found.body, 'experiment', 'experiment_id');
  if (found.errorCode !== 'RESOURCE_DOES_NOT_EXIST') throw new StepFailed('experiment', found.reason);
  return text(
    'experiment',
    requireBody('experiment', await client.post('experiments/create', { name })),
    'experiment_id',
  );
}

const entries = (record: Readonly<Record<string, string>>): { key: string; value: string }[] =>
  Object.entries(record).map(([key, value]) => ({ key, value: value.slice(0, 500) }));

/** Uploads through the server's artifact proxy; without one, returns where the file has to be copied to. */
async function uploadModel(
  client: MlflowClient,
  artifactUri: string,
  model: Registration['model'],
): Promise<string | null> {
  const proxied = /^mlflow-artifacts:\/(?:\/[^/]*\/)?(.*)$/.exec(artifactUri);
  if (proxied === null) {
    const scheme = /^[a-z0-9+]+(?=:)/i.exec(artifactUri)?.[0] ?? 'file';
    return `the server keeps artifacts at a ${scheme} address that only it can write; copy ${model.fileName} there`;
  }
  const answer = await client.upload(`${proxied[1]}/model/${model.fileName}`, model.bytes);
  return answer.ok ? null : answer.reason;
}

async function ensureModel(client: MlflowClient, name: string): Promise<void> {
  const answer = await client.post('registered-models/create', { name });
  if (!answer.ok && answer.errorCode !== 'RESOURCE_ALREADY_EXISTS') {
    throw new StepFailed('registered model', answer.reason);
  }
}

async function register(client: MlflowClient, options: Registration): Promise<RegistrationResult> {
  const { nowMs, modelName, alias } = options;
  const experiment = await experimentId(client, options.experiment);
  const created = requireBody(
    'run',
    await client.post('runs/create', {
      experiment_id: experiment,
      run_name: options.runName,
      start_time: nowMs,
      tags: entries(options.tags),
    }),
  );
  const runId = text('run', created, 'run', 'info', 'run_id');
  const artifactUri = text('run', created, 'run', 'info', 'artifact_uri');
  const metrics = Object.entries(options.metrics).map(([key, value]) => ({
    key,
    value,
    timestamp: nowMs,
    step: 0,
  }));
  requireBody(
    'metrics',
    await client.post('runs/log-batch', { run_id: runId, metrics, params: entries(options.params) }),
  );
  const notUploaded = await uploadModel(client, artifactUri, options.model);
  requireBody(
    'run',
    await client.post('runs/update', { run_id: runId, status: 'FINISHED', end_time: nowMs }),
  );
  await ensureModel(client, modelName);
  const versioned = requireBody(
    'model version',
    await client.post('model-versions/create', {
      name: modelName,
      source: `runs:/${runId}/model`,
      run_id: runId,
    }),
  );
  const version = text('model version', versioned, 'model_version', 'version');
  if (alias !== null) {
    requireBody('alias', await client.post('registered-models/alias', { name: modelName, alias, version }));
  }
  const url = `${client.baseUrl}/#/models/${encodeURIComponent(modelName)}/versions/${version}`;
  return { status: 'ok', runId, version, notUploaded, url };
}

/**
 * Logs one run with its metrics to an MLflow tracking server (REST 2.0), registers the model as a new version, and
 * sets an alias. Failures of the server are returned as the failed step and its reason.
 */
export async function registerModel(options: Registration): Promise<RegistrationResult> {
  const client = mlflowClient(options);
  if (typeof client === 'string') return { status: 'failed', step: 'connection', reason: client };
  try {
    return await register(client, options);
  } catch (error) {
    if (error instanceof StepFailed) return { status: 'failed', step: error.step, reason: error.message };
    throw error;
  }
}
