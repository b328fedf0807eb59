import { expect, it } from 'vitest';
import { describeNetworkError, networkCode } from './network-errors.ts';

const failure = (code: string) =>
  new TypeError('fetch failed https://me:s3cret@host', { cause: Object.assign(new Error('x'), { code }) });

it.each([
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host name'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'intermediate certificate'],
  ['ENOTFOUND', 'host name is not known'],
  ['HPE_INVALID_CONSTANT', 'not HTTP'],
])('explains %s', (code, words) => expect(describeNetworkError(failure(code))).toContain(words));

it('names an unknown code and never the message', () => {
  expect(describeNetworkError(failure('EWEIRD'))).toBe('the request failed (EWEIRD)');
  expect(describeNetworkError(new Error('s3cret'))).toBe('the request failed');
});

it('finds the code where both address families were tried', () => {
  const both = new AggregateError([Object.assign(new Error('v6'), { code: 'ECONNREFUSED' })]);
  expect(networkCode(new TypeError('fetch failed', { cause: both }))).toBe('ECONNREFUSED');
});
