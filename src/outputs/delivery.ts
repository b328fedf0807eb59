import { MonitorError, serviceError } from '../monitor-error.ts';

/**
 * A message is *sent*, *not sent* or its fate is *unknown*: it may have arrived although no answer came back. Only what was
 * surely not sent may be sent again without asking; a caller tells the last two apart by the error's code.
 */

const UNSENT = 'request-failed';
const UNKNOWN = 'delivery-unknown';

/** Nothing arrived. `message` names the setting and says why, without address or credentials. Exit code 4. */
export const unsent = (message: string, cause?: unknown): MonitorError =>
  serviceError(UNSENT, message, cause);

/** It may have arrived. Exit code 4. */
export const fateUnknown = (message: string, cause?: unknown): MonitorError =>
  serviceError(UNKNOWN, `${message} It may have arrived all the same.`, cause);

/** True where a message may have arrived although sending it failed. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof MonitorError && error.code === UNKNOWN;
