import { decodeUrlPart } from '../ingest/services/http.ts';
import type { Settings } from '../settings/variables.ts';

/** Shorter secrets would match ordinary words. */
const MIN_SECRET_CHARACTERS = 4;
/** Path segments at least this long are treated as secrets: they are unlikely to be words such as "predictions". */
const MIN_SEGMENT_CHARACTERS = 16;
const HIDDEN = '…';
/** Keys whose values are fixed words and times and must not be redacted, even if they equal a secret. */
const UNREDACTED_KEYS = new Set(['status', 'which', 'at', 'createdAt']);

/**
 * Removes every secret of the settings from all strings of a value. Servers may echo credentials in their responses, and
 * parts of responses are published with the report.
 */
export function redactSecrets<T>(value: T, settings: Settings): T {
  const secrets = secretsOf(settings);
  const redact = (inner: unknown): unknown => {
    if (typeof inner === 'string') {
      return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), inner);
    }
    if (Array.isArray(inner)) return inner.map(redact);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, item]) => [
        key,
        typeof item === 'string' && UNREDACTED_KEYS.has(key) ? item : redact(item),
      ]),
    );
  };
  return redact(value) as T;
}

/** Secrets as set, as sent and as encoded in URLs; longest first, so that no part of one remains. */
function secretsOf({ api, mlflow }: Settings): string[] {
  const pairs = [urlParts(api.url), urlParts(mlflow.trackingUri)];
  const user = mlflow.username ?? '';
  const found = [
    mlflow.token,
    mlflow.password,
    mlflow.password === null ? null : base64(`${user}:${mlflow.password}`),
    ...pairs.flat(),
    ...pathParts(api.url),
  ].filter((secret) => secret !== null && secret.length >= MIN_SECRET_CHARACTERS);
  return [...new Set(found.flatMap((secret) => [secret ?? '', encodeURIComponent(secret ?? '')]))].sort(
    (a, b) => b.length - a.length,
  );
}

function urlParts(text: string | null): (string | null)[] {
  if (text === null || !URL.canParse(text)) return [];
  const url = new URL(text);
  const password = decodeUrlPart(url.password);
  const pair = password === '' ? null : base64(`${decodeUrlPart(url.username)}:${password}`);
  return [password, url.password, pair, ...url.searchParams.values(), url.search.slice(1)];
}

/** Only the host of the API is published; the registry's address is a link on the page. */
function pathParts(text: string): string[] {
  const path = new URL(text).pathname.replace(/\/+$/, '');
  return [path, ...path.split('/').filter((segment) => segment.length >= MIN_SEGMENT_CHARACTERS)];
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
