import { configurationError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';

/**
 * Reads a policy file as JSON.
 *
 * @throws MonitorError `policy-unreadable` or `policy-syntax` (exit code 2).
 */
export async function readPolicyFile(
  path: string,
  setting: string,
): Promise<{ text: string; value: unknown }> {
  let text: string;
  try {
    text = (await readRegularFile(path)).toString();
  } catch (cause) {
    const why =
      cause instanceof NotRegularError
        ? cause.why
        : `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
    throw configurationError(
      'policy-unreadable',
      `${setting}: ${path} ${why}. Give a policy file, or unset it.`,
      cause,
    );
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
