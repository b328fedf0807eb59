import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** True on Linux, which has /proc; elsewhere the functions throw. */
export const HAS_PROC = process.platform === 'linux';

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

interface Handles {
  readonly sockets: number;
  readonly others: number;
}

/** Open file handles of a process. */
export function openHandles(pid: number): Handles {
  const counts = { sockets: 0, others: 0 };
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      counts[readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:') ? 'sockets' : 'others']++;
    } catch {
      // Closed meanwhile.
    }
  }
  return counts;
}
