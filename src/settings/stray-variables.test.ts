import { expect, test } from 'vitest';
import { strayVariables, strayWords } from './stray-variables.ts';

test.each([
  ['PREDICTION_LOG', 'PREDICTIONS_LOG'],
  ['predictions_log', 'PREDICTIONS_LOG'],
  ['PREDICTIONS_LOG_PATH', 'PREDICTIONS_LOG'],
  ['API_REQUEST_LOG', 'API_REQUESTS_LOG'],
  ['API_REQUESTS', 'API_REQUESTS_LOG'],
  ['REFERENCE_PATH', 'REFERENCE_DATA_PATH'],
  ['OUTCOME_PATH', 'OUTCOMES_PATH'],
  ['MLFLOW_TRACKING_URL', 'MLFLOW_TRACKING_URI'],
  ['ARCHVE_DIR', 'ARCHIVE_DIR'],
])('%s is probably %s', (name, nearest) => {
  expect(strayVariables({ [name]: 'a secret' })).toEqual([{ name, nearest }]);
  expect(strayWords({ name, nearest })).not.toContain('secret');
});

test.each([
  'PREDICTIONS_LOG',
  'PATH',
  'HOME',
  'LOG_DIR',
  'CACHE',
  'PORT',
  'GITHUB_TOKENS',
  'GITHUB_REPOSITORY_OWNER',
  'NODE_ENV',
  'MODEL_NAME',
  'DATA_PATH',
  'BASE_URL',
  'SMTP_URL',
  'npm_config_cache',
  'SITES_DIR',
])('%s is nobody’s typing error', (name) => {
  expect(strayVariables({ [name]: 'x' })).toEqual([]);
});

test('a variable without a value is none', () => {
  expect(strayVariables({ PREDICTION_LOG: ' ' })).toEqual([]);
});
