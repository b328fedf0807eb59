import { configurationError } from '../../monitor-error.ts';
import { sleep } from './interval.ts';
import { directoryIdentity, openSiteImage, type SiteImage } from './site-image.ts';

interface FollowOptions {
  readonly directory: string;
  /** Directory for images. */
  readonly scratchDirectory: string;
  /** @param number 1 for the first site, 2 for the one that replaced it, … */
  readonly show: (image: SiteImage, number: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly report: (message: string) => void;
  readonly pollMs?: number;
}

/**
 * Serves the site in a directory and reloads it whenever it is replaced, until the signal aborts. If a new site cannot be
 * read, the previous one stays in use and a warning is reported once.
 *
 * @throws MonitorError (exit code 2) `no-site` where the first site cannot be read.
 */
export async function followDirectory(options: FollowOptions): Promise<void> {
  const { directory, scratchDirectory, show, signal, report, pollMs = 1_000 } = options;
  const open = (): Promise<SiteImage> => openSiteImage(directory, { scratchDirectory, signal });
  const first = await open().catch((error: Error) => {
    signal.throwIfAborted();
    throw configurationError('no-site', `${directory} cannot be served: ${error.message}.`, error);
  });
  let { source } = first;
  await show(first, 1);
  let complained: string | null = null;
  for (let number = 2; !signal.aborted; await sleep(pollMs, signal)) {
    const present = await directoryIdentity(directory);
    if (present === null || present === source) continue;
    try {
      const image = await open();
      source = image.source;
      await show(image, number);
      report(`Site ${number} is shown.`);
      number++;
    } catch (error) {
      if (signal.aborted || present === complained) continue;
      complained = present;
      report(
        `${directory} cannot be shown, what was shown before is shown still: ${(error as Error).message}.`,
      );
    }
  }
}
