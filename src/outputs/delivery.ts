import { MonitorError, serviceError } from '../monitor-error.ts';

/**
 * A delivery is *sent*, *not sent* or *unknown*: without a response the message may still have arrived. Only a message that
 * was not sent may be retried automatically; the error's code distinguishes the last two.
 */

const UNSENT = 'request-failed';
const UNKNOWN = 'delivery-unknown';

/** Error for a message that was not sent; `message` names the setting and the reason, no address or credentials. Exit code 4. */
export const unsent = (message: string, cause?: unknown): MonitorError =>
  serviceError(UNSENT, message, cause);

/** Error for a message that may have arrived. Exit code 4. */
export const deliveryUnknown = (message: string, cause?: unknown): MonitorError =>
  serviceError(UNKNOWN, `${message} It may have arrived all the same.`, cause);

/** Whether a message may have arrived although sending it failed. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof MonitorError && error.code === UNKNOWN;
