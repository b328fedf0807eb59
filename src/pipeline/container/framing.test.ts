import { afterEach, expect, test } from 'vitest';
import { CLOSE, get, type LocalServer, localServer } from '../../../tests/support/local-server.ts';
import { parseFrameAncestors } from './framing.ts';

let server: LocalServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const CARDS = { 'embed/traffic/index.html': 'card', 'embed.html': 'no card', '404.html': 'none' };

/** Framing headers of an answer, in small letters. */
async function framing(path: string): Promise<string[]> {
  const head = (await server?.ask(get(path, CLOSE)))?.split('\r\n\r\n')[0] ?? '';
  return head
    .toLowerCase()
    .split('\r\n')
    .filter((line) => /^(x-frame-options|content-security-policy):/.test(line))
    .toSorted();
}

const OWN = ["content-security-policy: frame-ancestors 'self'", 'x-frame-options: sameorigin'];

test.each(['/', '/none', '/embed', '/embed.html', '/embed/../', '/embed/%2e%2e/', '/healthz', '/%'])(
  '%s is shown in frames of this site alone',
  async (path) => {
    server = await localServer({ files: CARDS });
    await expect(framing(path)).resolves.toEqual(OWN);
  },
);

test('a card may be shown in a frame of any site, or of those that are set', async () => {
  server = await localServer({ files: CARDS });
  await expect(framing('/embed/traffic/')).resolves.toEqual(['content-security-policy: frame-ancestors *']);
  await server.close();
  server = await localServer({ basePath: '/repo/', files: CARDS, embedders: 'https://wiki.example' });
  await expect(framing('/repo/embed/traffic/')).resolves.toEqual([
    'content-security-policy: frame-ancestors https://wiki.example',
  ]);
  await expect(framing('/embed/traffic/')).resolves.toEqual(OWN);
});

test.each([
  ['*', '*'],
  ["'none'", "'none'"],
  [
    ' https://wiki.example.org  https://*.example.com:8443 ',
    'https://wiki.example.org https://*.example.com:8443',
  ],
  ["'self' http://localhost:3000", "'self' http://localhost:3000"],
])('%s is who may embed', (text, expected) => {
  expect(parseFrameAncestors(text)).toBe(expected);
});

test.each([
  ' ',
  'wiki.example.org',
  'https://wiki.example.org/page',
  "* 'self'",
  "'none' https://a.example",
  "*; script-src 'unsafe-inline'",
  'https://a.example\r\nSet-Cookie: a=b',
  'javascript:alert(1)',
])('%j is refused', (text) => {
  expect(() => parseFrameAncestors(text)).toThrow(
    expect.objectContaining({ code: 'bad-setting', exitCode: 2 }),
  );
});
