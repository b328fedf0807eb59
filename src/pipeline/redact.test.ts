import { expect, test } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { redactSecrets } from './redact.ts';

const settings = readSettings(
  {
    API_BASE_URL: 'https://ada:p%40ssword@api.example/tenants/0123456789abcdef/?key=querykey',
    MLFLOW_TRACKING_URI: 'https://bob:100%25secret@mlflow.example',
    MLFLOW_TRACKING_TOKEN: 'tokentoken',
    MLFLOW_TRACKING_USERNAME: 'eve',
    MLFLOW_TRACKING_PASSWORD: 'evesecret',
  },
  '/work',
  () => 0,
);

test.each([
  ['Bearer tokentoken', 'Bearer …'],
  // printf 'ada:p@ssword' | base64
  ['Basic YWRhOnBAc3N3b3Jk', 'Basic …'],
  // printf 'eve:evesecret' | base64
  ['Basic ZXZlOmV2ZXNlY3JldA==', 'Basic …'],
  ['p@ssword or p%40ssword', '… or …'],
  ['100%secret, evesecret', '…, …'],
  ['GET /?key=querykey', 'GET /?…'],
  ['no route /tenants/0123456789abcdef/health', 'no route …/health'],
  ['unknown tenant 0123456789abcdef', 'unknown tenant …'],
  ['an ordinary sentence', 'an ordinary sentence'],
])('%s', (said, shown) => {
  expect(redactSecrets({ reason: said, deep: [{ said, n: 1, none: null }] }, settings)).toEqual({
    reason: shown,
    deep: [{ said: shown, n: 1, none: null }],
  });
});
