import { decodeUrlPart } from '../ingest/services/http.ts';
import type { Settings } from '../settings/variables.ts';

/** Shorter ones would be found in ordinary words. */
const SHORTEST = 4;
/** A part of a path that is as long as this is no word such as "predictions". */
const LIKE_A_SECRET = 16;
const HIDDEN = '…';
/** Our own words and times, which a secret may happen to spell. */
const OURS = new Set(['status', 'which', 'at', 'createdAt']);

/**
 * Takes every secret of the settings out of all strings of a value. Servers repeat in their answers what they were
 * sent, credentials too, and an answer is published with the report.
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
        typeof item === 'string' && OURS.has(key) ? item : redact(item),
      ]),
    );
  };
  return redact(value) as T;
}

/** As they were set, as a server gets them, and as URLs write them; longest first, so that no rest is left. */
function secretsOf({ api, mlflow }: Settings): string[] {
  const pairs = [urlParts(api.url), urlParts(mlflow.trackingUri)];
  const user = mlflow.username ?? '';
  const found = [
    mlflow.token,
    mlflow.password,
    mlflow.password === null ? null : base64(`${user}:${mlflow.password}`),
    ...pairs.flat(),
    ...pathParts(api.url),
  ].filter((secret) => secret !== null && secret.length >= SHORTEST);
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

/** Of the API only the host is published; the registry's address is a link on the page. */
function pathParts(text: string): string[] {
  const path = new URL(text).pathname.replace(/\/+$/, '');
  return [path, ...path.split('/').filter((segment) => segment.length >= LIKE_A_SECRET)];
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
