import { join } from 'node:path';
import { createDurably, removeDurably } from '../archive/durable-file.ts';
import { mayHaveArrived } from './delivery.ts';

/**
 * Sends something at most once for a report, also when two jobs try at the same time: the marker is made before, and
 * removed only where the message was surely not sent. Where its fate is unknown, or the job was killed in between, the
 * marker stays: rather no message than two.
 *
 * @param channel `mail`, `slack`, …: each has its own markers, in the archive's directory.
 * @returns false when it was done before.
 */
export async function oncePerReport(
  archiveDir: string,
  channel: string,
  id: string,
  send: () => Promise<void>,
): Promise<boolean> {
  const marker = join(archiveDir, 'sent', channel, `${id}.json`);
  if (!createDurably(marker, `${JSON.stringify({ id, channel })}\n`)) return false;
  try {
    await send();
  } catch (error) {
    if (!mayHaveArrived(error)) removeDurably(marker);
    throw error;
  }
  return true;
}
