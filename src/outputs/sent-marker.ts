import { join } from 'node:path';
import { createDurably, removeDurably } from '../archive/durable-file.ts';
import { unlessUnwritable } from '../archive/unwritable.ts';
import { mayHaveArrived } from './delivery.ts';

/**
 * Sends a message at most once per report, also with concurrent jobs. The marker is created before sending and removed
 * only if the message was certainly not sent. If that is unknown or the job was killed, the marker stays: a missing
 * message is preferred to a duplicate.
 *
 * @param channel `mail`, `slack`, …; each has its own markers in the archive's directory.
 * @returns false if the message was sent before.
 */
export async function oncePerReport(
  archiveDir: string,
  channel: string,
  id: string,
  send: () => Promise<void>,
): Promise<boolean> {
  const marker = join(archiveDir, 'sent', channel, `${id}.json`);
  const text = `${JSON.stringify({ id, channel })}\n`;
  if (!unlessUnwritable(archiveDir, () => createDurably(marker, text))) return false;
  try {
    await send();
  } catch (error) {
    if (!mayHaveArrived(error)) removeDurably(marker);
    throw error;
  }
  return true;
}
