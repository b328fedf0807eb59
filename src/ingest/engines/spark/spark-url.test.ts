import { describe, expect, it } from 'vitest';
import { MonitorError } from '../../../monitor-error.ts';
import { describeAddress, parseSparkUrl } from './spark-url.ts';

const failure = (url: string): MonitorError => {
  try {
    parseSparkUrl(url);
  } catch (error) {
    if (error instanceof MonitorError) return error;
  }
  throw new Error(`accepted ${url}`);
};

describe('SPARK_URL', () => {
  it('has defaults for all but the host', () => {
    expect(parseSparkUrl('spark://lake')).toEqual({
      host: 'lake',
      port: 10_000,
      database: null,
      transport: 'binary',
      auth: 'nosasl',
      ssl: false,
      httpPath: '/cliservice',
      user: null,
      password: null,
      caFile: null,
      queryTimeoutMs: 1_800_000,
    });
  });

  it('takes every part', () => {
    const url =
      'spark://ada:p%40ss%3A%2F@[::1]:10015/leads?transport=http&ssl=true&path=sql&ca=/ca.pem&timeout=60';
    expect(parseSparkUrl(url)).toMatchObject({
      host: '::1',
      port: 10_015,
      database: 'leads',
      transport: 'http',
      auth: 'plain',
      ssl: true,
      httpPath: '/sql',
      user: 'ada',
      password: 'p@ss:/',
      caFile: '/ca.pem',
      queryTimeoutMs: 60_000,
    });
    expect(parseSparkUrl('spark://h?transport=http').port).toBe(10_001);
  });

  it.each([
    ['lake:10000', 'must look like'],
    ['http://lake', 'must look like'],
    ['spark://', 'must look like'],
    ['spark://h?transport=udp', 'transport must be binary or http'],
    ['spark://h?sll=true', 'unknown option "sll"'],
    ['spark://h?timeout=0', 'timeout'],
    ['spark://ada@h?auth=nosasl', 'auth=nosasl sends none'],
    ['spark://a%zz:b@h', '%25'],
  ])('refuses %s', (url, words) => {
    const error = failure(url);
    expect(error).toMatchObject({ code: 'bad-spark-url', exitCode: 2 });
    expect(error.message).toContain(words);
  });

  it('never shows a password', () => {
    expect(describeAddress(parseSparkUrl('spark://ada:secret@h'))).toBe('h:10000 (binary, user ada)');
    expect(failure('spark://ada:secret@h?x=1').message).not.toContain('secret');
    expect(failure('spark://ada:secret@').message).not.toContain('secret');
  });
});
