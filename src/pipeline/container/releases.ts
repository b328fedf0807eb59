import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** How sites are built one after another, each in a directory of its own. */
interface ReleaseOptions {
  /** Holds the sites: `<root>/1`, `<root>/2`, …. Emptied at the start. */
  readonly root: string;
  /** Builds a site into a directory; false when it failed. */
  readonly build: (outDir: string) => Promise<boolean>;
  /** Work on a finished site before it is shown. */
  readonly finish: (outDir: string) => Promise<void>;
  readonly show: (outDir: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
}

/** Old sites stay this many builds longer: an answer may still be on its way from them. */
const KEPT = 2;

/** Builds, shows, waits, for as long as the signal lets it. A build that fails leaves the last good site in place. */
export async function buildForEver(options: ReleaseOptions): Promise<void> {
  const { root, build, finish, show, sleep, intervalMs, signal, report } = options;
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) await rm(join(root, name), { recursive: true, force: true });
  for (let number = 1; !signal.aborted; number++) {
    const outDir = join(root, String(number));
    if (await build(outDir).then((good) => good && finish(outDir).then(() => true))) {
      show(outDir);
      report(`Site ${number} is shown.`);
      await rm(join(root, String(number - KEPT)), { recursive: true, force: true });
    } else {
      await rm(outDir, { recursive: true, force: true });
      if (!signal.aborted) report(`Build ${number} failed; what was shown before is shown still.`);
    }
    if (!signal.aborted) await sleep(intervalMs);
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time such as `30m`, `6h` or `1d`, in milliseconds; null where it is none, or shorter than a second. */
export function parseInterval(text: string): number | null {
  const match = /^(\d{1,6})(s|m|h|d)$/.exec(text.trim());
  if (match === null) return null;
  const ms = Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
  return ms >= 1_000 ? ms : null;
}
