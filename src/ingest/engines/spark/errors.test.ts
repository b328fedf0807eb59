import { describe, expect, it } from 'vitest';
import { connectError, StatementError, sessionLost, sourceError } from './errors.ts';
import { parseSparkUrl } from './spark-url.ts';

const ADDRESS = parseSparkUrl('spark://ada:secret@lake:10000');

describe('failures before a session is open', () => {
  // Messages as the real server, Node and the driver give them.
  it.each([
    [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }, 'spark-unreachable', 3],
    [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND lake' }, 'spark-unreachable', 3],
    [new Error('Authentication error: Error validating the login'), 'spark-credentials', 2],
    [
      { statusCode: 401, message: 'Received a response with a bad HTTP status code: 401' },
      'spark-credentials',
      2,
    ],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, 'spark-certificate', 2],
    [new Error('no answer within 30 s'), 'spark-no-session', 3],
    // What a TLS port answers to plain SASL.
    [new Error('Authentication error: \u0002P'), 'spark-no-session', 3],
    [new StatementError('[SCHEMA_NOT_FOUND] The schema `x` cannot be found.'), 'spark-schema-not-found', 2],
  ])('are told apart: %o', (cause, code, exitCode) => {
    const error = connectError(cause, ADDRESS);
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).toContain('lake:10000');
    expect(error.message).not.toContain('secret');
  });
});

describe('failures of a statement', () => {
  const refused = (message: string) =>
    new StatementError(`org.apache.hive.service.cli.HiveSQLException: ${message}\n\tat x`);

  it('keeps the first line of what the server says', () => {
    const error = refused(
      'Error running query: [DIVIDE_BY_ZERO] org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero.',
    );
    expect(error.condition).toBe('DIVIDE_BY_ZERO');
    expect(error.message).toBe('[DIVIDE_BY_ZERO] Division by zero.');
  });

  it.each([
    ['[PATH_NOT_FOUND] Path does not exist: s3://x', 'log-not-found', 2],
    ['[TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found.', 'table-not-found', 2],
    ['No FileSystem for scheme "s3"', 'spark-source', 3],
  ])('names the variable and the place: %s', (message, code, exitCode) => {
    const error = sourceError(refused(message), 'PREDICTIONS_LOG', 's3://x');
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).toContain('PREDICTIONS_LOG: s3://x');
  });

  it('passes on what is already clear', () => {
    const lost = sessionLost(new Error('the server closed the connection'), ADDRESS);
    expect(sourceError(lost, 'PREDICTIONS_LOG', 'x')).toBe(lost);
    expect(lost).toMatchObject({ code: 'spark-session-lost', exitCode: 3 });
  });
});
