/** A malformed request as bytes, which HTTP libraries refuse to send. */

export interface RawRequest {
  readonly kind: string;
  readonly bytes: Buffer;
  /** What the client does after writing. */
  readonly then: 'wait' | 'end' | 'reset';
  /** True where the server may close the connection within a response. */
  readonly mayBeCut: boolean;
}

/** Seeded uniform numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Dice {
  readonly below: (limit: number) => number;
  readonly oneOf: <Item>(items: readonly [Item, ...Item[]]) => Item;
  readonly bytes: (length: number) => string;
}

const HOST = 'Host: a\r\n';
const get = (target: string, headers = HOST): string => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
const withHeader = (line: string): string => get('/', `${HOST}${line}\r\n`);

/** Generators by kind, as Latin-1 text: each character is a byte. */
const KINDS: Readonly<Record<string, (dice: Dice) => string>> = {
  'random bytes': ({ bytes, below }) => bytes(1 + below(4_000)),
  'random bytes after a good beginning': ({ bytes, below }) => `GET / HTTP/1.1\r\n${bytes(1 + below(500))}`,
  'nothing but line breaks': ({ below }) => '\r\n'.repeat(1 + below(2_000)),
  'cut anywhere': ({ below }) => {
    const whole = get('/index.html', `${HOST}Accept: */*\r\nRange: bytes=0-1\r\n`);
    return whole.slice(0, 1 + below(whole.length - 1));
  },
  'a good request with one byte changed': ({ below, bytes }) => {
    const whole = get('/index.html', `${HOST}Accept-Encoding: gzip, br\r\nConnection: keep-alive\r\n`);
    const at = below(whole.length);
    return `${whole.slice(0, at)}${bytes(1)}${whole.slice(at + 1)}`;
  },
  'method that is none': ({ oneOf, bytes }) =>
    `${oneOf(['get', 'G ET', '', 'GÉT', 'G\0T', bytes(8), 'X'.repeat(5_000)])} / HTTP/1.1\r\n${HOST}\r\n`,
  'method that is another': ({ oneOf }) =>
    `${oneOf(['POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'PATCH', 'PROPFIND', 'PURGE', 'QUERY'])} / HTTP/1.1\r\n${HOST}\r\n`,
  'CONNECT and OPTIONS with their own targets': ({ oneOf }) =>
    `${oneOf(['CONNECT a:443', 'CONNECT /', 'OPTIONS *', 'OPTIONS a:443'])} HTTP/1.1\r\n${HOST}\r\n`,
  'target that climbs': ({ oneOf, below }) =>
    get(`${oneOf(['/../', '/..%2f', '/%2e%2e/', '/..\\', '/%252e%252e/', '//..//'])}`.repeat(1 + below(20))),
  'target with broken percent signs': ({ oneOf }) =>
    get(
      oneOf([
        '/%',
        '/%%',
        '/%zz',
        '/%c3',
        '/%ff%fe',
        '/%E0%A4%A',
        '/%u0041',
        '/%00',
        '/%0d%0aSet-Cookie:%20a=b',
      ]),
    ),
  'target with foreign bytes': ({ bytes, below }) => get(`/${bytes(1 + below(50))}`),
  'target of another form': ({ oneOf }) =>
    get(
      oneOf([
        'http://',
        'http://a',
        'https://a:99999/',
        'ftp://a/',
        'a',
        '*',
        '?',
        '#',
        '//',
        '///',
        'http://[::1/',
        ':',
      ]),
    ),
  'very long target': ({ below }) => get(`/${'a'.repeat(1_000 + below(30_000))}`),
  'property names of objects': ({ oneOf }) =>
    get(oneOf(['/__proto__', '/constructor', '/toString', '/__proto__/index.html', '/hasOwnProperty'])),
  'version that is none': ({ oneOf }) =>
    `GET / ${oneOf(['HTTP/9.9', 'HTTP/1', 'HTTP/11.1', 'HTTP/1.1.1', 'http/1.1', 'ICY/1.1', 'HTTP/-1.1', ''])}\r\n${HOST}\r\n`,
  'HTTP/1.0, with and without keep-alive': ({ oneOf }) =>
    `GET / HTTP/1.0\r\n${oneOf(['', 'Connection: keep-alive\r\n', 'Connection: close\r\n'])}\r\n`,
  'HTTP/0.9': () => 'GET /\r\n',
  'HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\x04\0\0\0\0\0',
  TLS: ({ bytes }) => `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${bytes(512)}`,
  'other protocols': ({ oneOf }) =>
    oneOf([
      'EHLO a\r\n',
      'SSH-2.0-x\r\n',
      '*1\r\n$4\r\nPING\r\n',
      'PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n',
      '{"a":1}\n',
    ]),
  'line breaks of another kind': ({ oneOf }) =>
    get('/').replaceAll('\r\n', oneOf(['\n', '\r', '\n\r', '\r\r\n', '\0'])),
  'no host, two, or one that is none': ({ oneOf }) =>
    get(
      '/',
      oneOf([
        '',
        'Host: a\r\nHost: b\r\n',
        'Host: a b\r\n',
        'Host:\r\n',
        'Host: [\r\n',
        `Host: ${'a'.repeat(9_000)}\r\n`,
      ]),
    ),
  'header that is none': ({ oneOf, bytes }) =>
    withHeader(
      oneOf([
        'no colon',
        ': no name',
        'A B: c',
        ' folded',
        'A: b\r\n folded',
        'A: \0',
        'A: \x7f\x01',
        `A${bytes(5)}: b`,
      ]),
    ),
  'header of any bytes': ({ bytes, below }) => withHeader(`X: ${bytes(below(300))}`),
  'header that is very long': ({ below }) => withHeader(`X: ${'a'.repeat(8_000 + below(60_000))}`),
  'thousands of headers': ({ below }) => get('/', `${HOST}${'A: b\r\n'.repeat(500 + below(4_000))}`),
  Range: ({ oneOf, below }) =>
    withHeader(
      `Range: ${oneOf(['bytes', 'items', 'BYTES', ''])}=${oneOf(['', '-', `${below(99)}-${below(99)}`, `-${below(99)}`, '0-,0-,0-', '9e9-1', '--', '0-'.repeat(3_000)])}`,
    ),
  conditions: ({ oneOf, bytes }) =>
    withHeader(
      `${oneOf(['If-None-Match', 'If-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'If-Range'])}: ${oneOf(['', '*', '"', '"a', 'W/', ','.repeat(3_000), bytes(20).replace(/[\r\n]/g, ''), 'Sat, 99 Foo 9999 99:99:99 GMT'])}`,
    ),
  'Accept-Encoding': ({ oneOf, bytes }) =>
    withHeader(
      `Accept-Encoding: ${oneOf(['', ';', 'br;q=', 'br;q=-1', '*;q=0', ';q=1'.repeat(2_000), ','.repeat(3_000), bytes(9).replace(/[\r\n]/g, '')])}`,
    ),
  'Content-Length that is none': ({ oneOf }) =>
    withHeader(
      `Content-Length: ${oneOf(['-1', 'a', '1e3', '0x10', '', '99999999999999999999999', '1, 2', '+1'])}`,
    ),
  'two lengths': ({ oneOf }) =>
    `${withHeader(`Content-Length: 3\r\n${oneOf(['Content-Length: 4', 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip'])}`)}abc`,
  'body that does not come': () => `${withHeader('Content-Length: 100')}abc`,
  'chunks that are none': ({ oneOf, bytes }) =>
    `${withHeader('Transfer-Encoding: chunked')}${oneOf(['zz\r\n', '-1\r\n', 'ffffffffffffffff\r\n', '5\r\nab', '1\r\nabc\r\n', '0\r\nA\r\n\r\n', `1;${'a'.repeat(20_000)}\r\n`, bytes(50)])}`,
  expectations: ({ oneOf }) =>
    withHeader(`Expect: ${oneOf(['100-continue', '200-ok', '', 'x'.repeat(2_000)])}`),
  upgrades: ({ oneOf }) =>
    withHeader(`Connection: Upgrade\r\nUpgrade: ${oneOf(['websocket', 'h2c', 'TLS/1.0', '', '\x01'])}`),
  'two requests of which one is broken': ({ oneOf }) =>
    oneOf([
      `${get('/')}GARBAGE\r\n\r\n`,
      `GARBAGE\r\n\r\n${get('/')}`,
      `${get('/')}${get('/%')}${get('/none')}`,
    ]),
  'flood of requests': ({ below }) => get(below(2) === 0 ? '/' : '/none').repeat(200 + below(2_000)),
};

const OFTEN_CUT = new Set(['flood of requests', 'two requests of which one is broken', 'random bytes']);

/** `count` requests, all kinds in turn; the same for the same seed. */
export function rawRequests(count: number, seed: number): readonly RawRequest[] {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const dice: Dice = {
    below,
    oneOf: (items) => items[below(items.length)] ?? items[0],
    bytes: (length) => String.fromCharCode(...Array.from({ length }, () => below(256))),
  };
  const kinds = Object.entries(KINDS);
  return Array.from({ length: count }, (_, i) => {
    const [kind, make] = kinds[i % kinds.length] ?? ['', () => ''];
    const then = dice.oneOf(['wait', 'wait', 'end', 'reset'] as const);
    return {
      kind,
      bytes: Buffer.from(make(dice), 'latin1'),
      then,
      mayBeCut: OFTEN_CUT.has(kind) || then === 'reset',
    };
  });
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Parses the responses to GET requests on a connection; null where they are not all complete. */
export function wholeAnswers(text: string): readonly RawAnswer[] | null {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, end);
    const status = Number(/^HTTP\/1\.1 (\d{3}) [ -~]*\r\n/.exec(`${head}\r\n`)?.[1]);
    if (end < 0 || !Number.isInteger(status)) return null;
    const announced = /^content-length: (\d+)$/im.exec(head)?.[1];
    const isBodiless = status === 304 || status === 100;
    // Node's own response to an unreadable request has no Content-Length and closes the connection.
    const length = isBodiless ? 0 : Number(announced ?? rest.length - end - 4);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) return null;
    answers.push({ status, head, body });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}
