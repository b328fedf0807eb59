import { expect, test } from 'vitest';
import { endpointTemplates } from './endpoint-templates.ts';

const KNOWN = new Set(['/predict', '/health', '/v1/tenants/7/health']);
const of = (...paths: string[]): string[] => paths.map(endpointTemplates(paths, KNOWN));

test.each([
  ['/leads/jane.doe@example.org/score', '/leads/{id}/score'],
  ['/leads/jane%40example.org/score', '/leads/{id}/score'],
  ['/leads/42', '/leads/{id}'],
  ['/leads/lead-0042/score', '/leads/{id}/score'],
  ['/leads/3fa85f64-5717-4562-b3fc-2c963f66afa6', '/leads/{id}'],
  ['/leads/+33699120007', '/leads/{id}'],
  ['/a/c2VjcmV0IHZhbHVlIG9mIGxlYWQ0Mg==', '/a/{id}'],
  ['/v1/predict/batch', '/v1/predict/batch'],
  ['/v2.1/model_info', '/v2.1/model_info'],
  ['/v1/tenants/7/health', '/v1/tenants/7/health'],
  ['/', '/'],
  ['', ''],
])('%s is %s', (path, template) => expect(of(path)).toEqual([template]));

test('names that stand at one place by the dozen are ids, and what follows them is one endpoint', () => {
  const people = Array.from({ length: 11 }, (_, i) => `jane-${'abcdefghijk'[i]}`);
  const paths = people.map((name) => `/leads/${name}/score`);
  expect(new Set(of(...paths, '/leads', '/predict'))).toEqual(
    new Set(['/leads/{id}/score', '/leads', '/predict']),
  );
  expect(of(...paths.slice(0, 10))).toEqual(paths.slice(0, 10));
});
