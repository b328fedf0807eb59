import { describe, expect, it } from 'vitest';
import { baseName, formatOf, resolveSparkLog, sparkPaths } from './spark-log.ts';

const resolve = (value: string) => resolveSparkLog({ variable: 'PREDICTIONS_LOG', value, fallback: '' }, '/');

describe('where a log is', () => {
  it.each([
    ['lake.leads.predictions', ['lake', 'leads', 'predictions']],
    ['leads.predictions', ['leads', 'predictions']],
    ['leads.`odd.name`', ['leads', 'odd.name']],
    ['table:predictions', ['predictions']],
  ])('%s is a table', async (value, table) => {
    expect(await resolve(value)).toEqual({ present: true, location: value, table });
  });

  it.each(['s3://bucket/logs/*.jsonl.gz', 'hdfs://name/logs', 'dbfs:/logs', 'file:/data/p.jsonl'])(
    '%s is a path for the cluster',
    async (value) => {
      const log = await resolve(value);
      expect(log).toMatchObject({ present: true, uri: value });
      expect(sparkPaths(log)).toEqual([{ format: 'text', path: value }]);
    },
  );

  it('takes anything else as a local path, which must be there', async () => {
    await expect(resolve('logs.predictions.jsonl')).rejects.toMatchObject({
      code: 'log-not-found',
      exitCode: 2,
    });
    await expect(resolve('nowhere/p.parquet')).rejects.toMatchObject({ code: 'log-not-found' });
  });
});

describe('paths for Spark', () => {
  it('read plain names of a directory together and escape patterns in others', () => {
    const files = ['/logs/a.jsonl', '/logs/b.jsonl.gz', '/logs/x[1].jsonl', '/logs/c.parquet'];
    expect(sparkPaths({ present: true, location: '/logs', files })).toEqual([
      { format: 'text', path: 'file:/logs/x\\[1\\].jsonl' },
      { format: 'parquet', path: 'file:/logs/c.parquet' },
      { format: 'text', path: 'file:/logs/{a.jsonl,b.jsonl.gz}' },
    ]);
  });

  it('know their format by the ending', () => {
    expect(['s3://b/x.parquet', 's3://b/x.parquet/', 'x.csv.gz', 'x.orc', 'x.log'].map(formatOf)).toEqual([
      'parquet',
      'parquet',
      'csv',
      'orc',
      'text',
    ]);
  });

  it('are shown by their last part', () => {
    expect(baseName('file:///logs/my%20log.jsonl')).toBe('my log.jsonl');
    expect(baseName('s3://b/100%.jsonl')).toBe('100%.jsonl');
  });
});
