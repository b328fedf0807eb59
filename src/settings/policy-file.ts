import { configurationError, MonitorError } from '../monitor-error.ts';
import { notARegularFile, readRegularFile } from '../regular-file.ts';

/**
 * Reads a policy file as JSON.
 *
 * @throws MonitorError `policy-unreadable` or `policy-syntax` (exit code 2).
 */
export async function readPolicyFile(
  path: string,
  setting: string,
): Promise<{ text: string; value: unknown }> {
  const unreadable = (why: string, cause?: unknown) =>
    configurationError(
      'policy-unreadable',
      `${setting}: ${path} ${why}. Give a policy file, or unset it.`,
      cause,
    );
  let text: string;
  try {
    const why = notARegularFile(path);
    if (why !== null) throw unreadable(why);
    text = (await readRegularFile(path)).toString();
  } catch (cause) {
    if (cause instanceof MonitorError) throw cause;
    throw unreadable(`cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, cause);
  }
  try {
    return { text, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (cause) {
    throw configurationError(
      'policy-syntax',
      `${setting}: ${path} is not JSON${positionOf(cause)}. Mend it, or start again from the shipped data/policy.json.`,
      cause,
    );
  }
}

/** Only line and column of the parser's message: the rest quotes the file, which must not reach a log. */
function positionOf(cause: unknown): string {
  const found = /line (\d+) column (\d+)/.exec((cause as Error).message);
  return found === null ? '' : ` (line ${found[1]}, column ${found[2]})`;
}
