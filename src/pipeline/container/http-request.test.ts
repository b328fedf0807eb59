import { expect, test } from 'vitest';
import { chooseCoding, clientHas, requestPath } from './http-request.ts';

test.each([
  ['/', '/'],
  ['/drift/?a=/b#c', '/drift/'],
  ['/caf%C3%A9', '/café'],
  ['/..%2f..%2fetc/passwd', '/../../etc/passwd'],
  ['/%00', '/\0'],
  ['http://elsewhere.example/drift/', '/drift/'],
  ['HTTPS://elsewhere.example', '/'],
  ['http://elsewhere.example?x', '/'],
  ['//elsewhere.example/', '//elsewhere.example/'],
  ['*', '*'],
  ['/%', null],
  ['/%E0%A4%A', null],
  ['/%ff', null],
])('the target %j names the path %j', (target, path) => {
  expect(requestPath(target)).toBe(path);
});

const bytes = (etag: string) => ({ position: 0, size: 1, etag });
const all = { plain: bytes('"p"'), gzip: bytes('"g"'), br: bytes('"b"') };

test.each([
  [undefined, null],
  ['', null],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br; q=0.000', null],
  ['br;q=0.001', 'br'],
  ['*', 'br'],
  ['*, br;q=0', 'gzip'],
  ['*;q=0', null],
  ['identity', null],
  ['brotli, xbr, x-gzip', null],
  [',;=;q=0,,', null],
])('Accept-Encoding %j', (header, coding) => {
  expect(chooseCoding(all, header).coding).toBe(coding);
});

test('a coding that the site does not have is not chosen', () => {
  expect(chooseCoding({ ...all, br: null }, 'br, gzip')).toEqual({ bytes: all.gzip, coding: 'gzip' });
  expect(chooseCoding({ ...all, br: null, gzip: null }, 'br, gzip')).toEqual({
    bytes: all.plain,
    coding: null,
  });
});

test.each([
  [undefined, false],
  ['*', true],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a" ,"c"', true],
  ['"b"', false],
  ['a', false],
  ['', false],
])('If-None-Match %j', (header, has) => {
  expect(clientHas('"a"', header)).toBe(has);
});
