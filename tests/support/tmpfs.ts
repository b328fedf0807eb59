import { execFileSync } from 'node:child_process';

/** Reason why tmpfs cannot be mounted here; null where it can. */
export function tmpfsUnavailableReason(): string | null {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  if (process.getuid?.() !== 0) return 'only root may mount';
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mounting is not allowed here';
  }
}

/** Mounts a tmpfs; `options` are those of mount, such as `size=1m`. */
export function mountTmpfs(directory: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]);
}

/** Unmounts lazily: with files still open it is removed when the last is closed. */
export function unmount(directory: string): void {
  execFileSync('umount', ['--lazy', directory], { stdio: 'ignore' });
}
