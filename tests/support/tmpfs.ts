import { execFileSync } from 'node:child_process';

/** Why small file systems cannot be mounted here; null where they can. */
export function whyNoTmpfs(): string | null {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  if (process.getuid?.() !== 0) return 'only root may mount';
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'mounting is not allowed here';
  }
}

/** @param options of mount, such as `size=1m`. */
export function mountTmpfs(directory: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]);
}

/** Also where files of it are still open: then it goes with the last of them. */
export function unmount(directory: string): void {
  execFileSync('umount', ['--lazy', directory], { stdio: 'ignore' });
}
