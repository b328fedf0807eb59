import { expect, test } from 'vitest';
import { configurationError, EXIT, MonitorError } from '../monitor-error.ts';
import { errorFrom, errorRecord } from './thread-messages.ts';

const acrossThreads = (error: unknown): Error => errorFrom(structuredClone(errorRecord(error)));

test('a MonitorError keeps its class, codes, message and cause', () => {
  const cause = Object.assign(new TypeError('no such file'), { code: 'ENOENT' });
  const error = acrossThreads(
    configurationError('log-not-found', 'PREDICTIONS_LOG: x does not exist.', cause),
  );
  expect(error).toBeInstanceOf(MonitorError);
  expect(error).toMatchObject({
    code: 'log-not-found',
    exitCode: EXIT.configuration,
    message: 'PREDICTIONS_LOG: x does not exist.',
    cause: { name: 'TypeError', message: 'no such file', code: 'ENOENT' },
  });
});

test('a bug keeps its name and the stack of where it happened', () => {
  const bug = new RangeError('out of bounds');
  const error = acrossThreads(bug);
  expect(error).not.toBeInstanceOf(MonitorError);
  expect(error.name).toBe('RangeError');
  expect(error.stack).toBe(bug.stack);
  expect(error).not.toHaveProperty('code');
});

test('whatever is thrown becomes an error', () => {
  expect(acrossThreads('out of luck')).toMatchObject({ name: 'Error', message: 'out of luck' });
});
