import { decodeUrlPart, readLimitedBody } from '../http.ts';
import { describeNetworkError } from '../network-errors.ts';

/** How to reach a tracking server; the credentials never appear in a message or a result. */
export interface MlflowConnection {
  readonly trackingUri: string;
  readonly fetchImpl?: typeof fetch;
  /** For each request (10 s). */
  readonly timeoutMs?: number;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}

/** The parsed answer, or the reason of the failure as a message for the report. */
export type MlflowAnswer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly reason: string;
      /** MLflow's own code (RESOURCE_DOES_NOT_EXIST, …), or null. */
      readonly errorCode: string | null;
      /** HTTP status, or null where there was no answer. */
      readonly httpStatus: number | null;
    };

export interface MlflowClient {
  /** Address for people, without credentials. */
  readonly baseUrl: string;
  get(path: string, query?: Readonly<Record<string, string>>): Promise<MlflowAnswer>;
  post(path: string, body: unknown): Promise<MlflowAnswer>;
  /** Uploads a file through the server's artifact proxy; `path` as in an `mlflow-artifacts:/` address. */
  upload(path: string, bytes: Uint8Array): Promise<MlflowAnswer>;
}

const MAX_BODY_BYTES = 5_000_000;
const DEFAULT_TIMEOUT_MS = 10_000;

const failure = (
  reason: string,
  httpStatus: number | null = null,
  errorCode: string | null = null,
): MlflowAnswer => ({ ok: false, reason, httpStatus, errorCode });

function explainFetchError(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return `no answer within ${timeoutMs / 1000} s`;
  }
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && cause.message === 'redirect count exceeded')
    return 'it redirects without end';
  return describeNetworkError(error);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The server's own message, cut short and on one line: it goes on a web page. */
const shortText = (value: unknown): string => String(value).replace(/\s+/g, ' ').slice(0, 200);

function explainStatus(status: number, body: unknown): MlflowAnswer {
  const errorCode = isRecord(body) && typeof body['error_code'] === 'string' ? body['error_code'] : null;
  const said = isRecord(body) && body['message'] !== undefined ? `: ${shortText(body['message'])}` : '';
  if (status === 401)
    return failure('it wants a login (HTTP 401): set a token or user and password', status, errorCode);
  if (status === 403) return failure('the login may not read this model (HTTP 403)', status, errorCode);
  if (status === 404)
    return failure(
      said === '' ? 'no MLflow API at this address (HTTP 404)' : shortText(said.slice(2)),
      status,
      errorCode,
    );
  return failure(`it answered HTTP ${status}${said}`, status, errorCode);
}

async function readAnswer(response: Response): Promise<MlflowAnswer> {
  const text = await readLimitedBody(response, MAX_BODY_BYTES);
  if (text === null) return failure(`its answer is larger than ${MAX_BODY_BYTES / 1e6} MB`, response.status);
  // The artifact proxy answers an upload with nothing at all.
  if (response.ok && text === '') return { ok: true, body: {} };
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    const isHtml = /^\s*</.test(text);
    if (!response.ok) return explainStatus(response.status, null);
    return failure(
      isHtml
        ? 'it answered with an HTML page, not JSON: a login page, a proxy, or another service'
        : 'its answer is not valid JSON',
      response.status,
    );
  }
  if (!response.ok) return explainStatus(response.status, body);
  return isRecord(body) ? { ok: true, body } : failure('its answer is not a JSON object', response.status);
}

interface Address {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Splits credentials off the address (fetch refuses them there), or says why the address cannot be used. */
function parseAddress(connection: MlflowConnection): Address | string {
  let url: URL;
  try {
    url = new URL(connection.trackingUri);
  } catch {
    return 'the tracking address is not a URL (expected http://host:port or https://host)';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `only http and https tracking servers can be asked, not ${url.protocol}`;
  }
  const user = connection.username ?? decodeUrlPart(url.username);
  const password = connection.password ?? decodeUrlPart(url.password);
  const authorization =
    connection.token !== undefined && connection.token !== ''
      ? `Bearer ${connection.token}`
      : user !== ''
        ? basic(user, password)
        : null;
  const baseUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { baseUrl, headers: authorization === null ? {} : { authorization } };
}

/**
 * A client of MLflow's REST API (`/api/2.0/mlflow/…`), with time and size limits, that explains what goes wrong and
 * never throws. Returns the reason where the tracking address itself cannot be used.
 */
export function mlflowClient(connection: MlflowConnection): MlflowClient | string {
  const address = parseAddress(connection);
  if (typeof address === 'string') return address;
  const { baseUrl, headers } = address;
  const fetchImpl = connection.fetchImpl ?? fetch;
  const timeoutMs = connection.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const request = async (path: string, init: RequestInit): Promise<MlflowAnswer> => {
    try {
      const response = await fetchImpl(`${baseUrl}/api/2.0/${path}`, {
        ...init,
        headers: { accept: 'application/json', ...headers, ...init.headers },
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await readAnswer(response);
    } catch (error) {
      return failure(explainFetchError(error, timeoutMs));
    }
  };
  return {
    baseUrl,
    get: (path, query = {}) => {
      const search = new URLSearchParams(query).toString();
      return request(`mlflow/${path}${search === '' ? '' : `?${search}`}`, { method: 'GET' });
    },
    post: (path, body) =>
      request(`mlflow/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    upload: (path, bytes) =>
      request(`mlflow-artifacts/artifacts/${path.split('/').map(encodeURIComponent).join('/')}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: Uint8Array.from(bytes),
      }),
  };
}
