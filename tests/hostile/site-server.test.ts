import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedSite, sendRaw, servedSite } from '../support/served-site.ts';

const PAGE = '<p>0123456789</p>\n';
let site: ServedSite;
beforeAll(async () => {
  site = await servedSite({ 'index.html': PAGE });
});
afterAll(() => site.close());

// RFC 9110, section 14.2: a server may ignore the Range header field, whatever it says.
test.each([
  'bytes=0-4',
  'bytes=10-5',
  'bytes=5-5',
  'bytes=-10',
  'bytes=-0',
  'bytes=9999-',
  'bytes=0-9999999999999999999999',
  'bytes=9007199254740993-9007199254740992',
  'bytes=--5',
  'bytes=1e3-2e1',
  'bytes=NaN-Infinity',
  'bytes=0-1,3-4',
  'bytes=4-1,0-1',
  'bytes=',
  'bytes',
  '-',
  '10-5',
  'items=10-5',
  'BYTES=7-3',
  'bytes = 7 - 3',
])('a Range that is %j is answered with the whole page, and the server lives', async (range) => {
  const answer = await sendRaw(
    site.port,
    `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: ${range}\r\n\r\n`,
  );
  const [head = '', body] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head).toMatch(/^accept-ranges: none$/im);
  expect(head).not.toMatch(/^content-range:/im);
  expect(head).toMatch(new RegExp(`^content-length: ${PAGE.length}$`, 'im'));
  expect(body).toBe(PAGE);
  expect(site.child.exitCode).toBeNull();
});
