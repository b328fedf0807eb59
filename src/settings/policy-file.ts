import { configurationError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';
import { syntaxPosition } from './json-position.ts';

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
      `${setting}: ${path} is not JSON${syntaxPosition(cause)}. Mend it, or start again from the shipped data/policy.json.`,
      cause,
    );
  }
}
