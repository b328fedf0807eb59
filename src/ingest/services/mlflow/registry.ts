import { type MlflowAnswer, type MlflowClient, type MlflowConnection, mlflowClient } from './client.ts';

/** What the model registry says is in production. */
export type RegistryObservation =
  | {
      readonly status: 'ok';
      readonly name: string;
      readonly version: string;
      /** When this version was registered, ISO 8601 UTC. */
      readonly createdAt: string;
      /** How the version was found. */
      readonly which: 'alias' | 'stage' | 'latest';
      /** The alias or stage; null for the latest version. */
      readonly whichName: string | null;
      readonly runId: string | null;
      /** Page of the version in MLflow's own interface, without credentials. */
      readonly url: string;
    }
  | { readonly status: 'unknown'; readonly reason: string };

export interface RegistryOptions extends MlflowConnection {
  readonly modelName: string;
  /** Alias to follow. Without it: `champion`, then `production`, then the stage Production, then the latest version. */
  readonly alias?: string;
}

interface ModelVersion {
  readonly version: string;
  readonly createdMs: number;
  readonly stage: string;
  readonly runId: string | null;
}

const USUAL_ALIASES = ['champion', 'production'];
const PAGE_SIZE = 200;
/** 10,000 versions: a limit for a server that returns page tokens without end. */
const MAX_PAGES = 50;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseVersion(value: unknown): ModelVersion | null {
  if (!isRecord(value)) return null;
  const { version, creation_timestamp: created, current_stage: stage, run_id: runId } = value;
  const createdMs = Number(created);
  if (version === undefined || created === undefined || !Number.isFinite(createdMs) || createdMs <= 0)
    return null;
  if (createdMs > 8.64e15) return null;
  return {
    version: String(version),
    createdMs,
    stage: typeof stage === 'string' ? stage : 'None',
    runId: typeof runId === 'string' && runId !== '' ? runId : null,
  };
}

const parseVersions = (value: unknown): ModelVersion[] =>
  Array.isArray(value) ? value.map(parseVersion).filter((version) => version !== null) : [];

const newest = (versions: readonly ModelVersion[]): ModelVersion | undefined =>
  versions.toSorted((a, b) => Number(b.version) - Number(a.version) || b.createdMs - a.createdMs)[0];

/** Every version of a model, page by page. */
async function allVersions(client: MlflowClient, name: string): Promise<ModelVersion[] | string> {
  const filter = `name='${name.replaceAll("'", "\\'")}'`;
  const versions: ModelVersion[] = [];
  let pageToken = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = {
      filter,
      max_results: String(PAGE_SIZE),
      ...(pageToken === '' ? {} : { page_token: pageToken }),
    };
    const answer = await client.get('model-versions/search', query);
    if (!answer.ok) return answer.reason;
    versions.push(...parseVersions(answer.body['model_versions']));
    const next = answer.body['next_page_token'];
    if (typeof next !== 'string' || next === '') return versions;
    pageToken = next;
  }
  return versions;
}

interface Choice {
  readonly version: ModelVersion;
  readonly which: 'alias' | 'stage' | 'latest';
  readonly whichName: string | null;
}

async function byAlias(client: MlflowClient, name: string, alias: string): Promise<Choice | string> {
  const answer = await client.get('registered-models/alias', { name, alias });
  if (!answer.ok) return answer.reason;
  const version = parseVersion(answer.body['model_version']);
  if (version === null) return `the answer for alias "${alias}" holds no version with a creation time`;
  return { version, which: 'alias', whichName: alias };
}

/** An alias that the model has and that usually marks production. */
function usualAlias(model: Readonly<Record<string, unknown>>): string | null {
  const aliases = Array.isArray(model['aliases']) ? model['aliases'] : [];
  const names = aliases.flatMap((a) => (isRecord(a) && typeof a['alias'] === 'string' ? [a['alias']] : []));
  for (const usual of USUAL_ALIASES) {
    const found = names.find((name) => name.toLowerCase() === usual);
    if (found !== undefined) return found;
  }
  return null;
}

async function choose(client: MlflowClient, name: string): Promise<Choice | string> {
  const answer: MlflowAnswer = await client.get('registered-models/get', { name });
  if (!answer.ok) return answer.reason;
  const model = answer.body['registered_model'];
  if (!isRecord(model)) return 'its answer holds no registered_model: is this an MLflow server?';
  const alias = usualAlias(model);
  if (alias !== null) return byAlias(client, name, alias);
  const listed = parseVersions(model['latest_versions']);
  const inProduction = listed.find((version) => version.stage.toLowerCase() === 'production');
  if (inProduction !== undefined)
    return { version: inProduction, which: 'stage', whichName: inProduction.stage };
  // Servers without stages leave latest_versions out: ask for all of them.
  const versions = listed.length > 0 ? listed : await allVersions(client, name);
  if (typeof versions === 'string') return versions;
  const latest = newest(versions);
  return latest === undefined
    ? `the model "${name}" has no version with a creation time`
    : { version: latest, which: 'latest', whichName: null };
}

/**
 * Asks an MLflow tracking server which version of a model is in production and since when. Never throws: a failure is an
 * `unknown` observation with its `reason`, which contains no credentials.
 */
export async function fetchRegistry(options: RegistryOptions): Promise<RegistryObservation> {
  const { modelName, alias } = options;
  const unknown = (reason: string): RegistryObservation => ({
    status: 'unknown',
    reason: `MLflow: ${reason}`,
  });
  const client = mlflowClient(options);
  if (typeof client === 'string') return unknown(client);
  const choice =
    alias !== undefined && alias !== ''
      ? await byAlias(client, modelName, alias)
      : await choose(client, modelName);
  if (typeof choice === 'string') return unknown(choice);
  const { version, which, whichName } = choice;
  return {
    status: 'ok',
    name: modelName,
    version: version.version,
    createdAt: new Date(version.createdMs).toISOString(),
    which,
    whichName,
    runId: version.runId,
    url: `${client.baseUrl}/#/models/${encodeURIComponent(modelName)}/versions/${encodeURIComponent(version.version)}`,
  };
}
