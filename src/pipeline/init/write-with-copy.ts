import { replaceDurably } from '../../archive/durable-file.ts';
import { whereWritable } from '../../model/write-file.ts';

const REMEDIES = {
  policy: 'Give this user write access, or name another file (POLICY_PATH).',
  workflow: 'Give this user write access.',
};

/**
 * Writes a file, with a copy of what it held beside it (`.bak`).
 *
 * @param before what the file holds; null where it is not there.
 * @throws MonitorError `policy-unwritable` or `workflow-unwritable` (exit code 2).
 */
export const writeWithCopy = (
  kind: keyof typeof REMEDIES,
  path: string,
  content: string,
  before: string | null,
): Promise<void> =>
  whereWritable(
    path,
    () => {
      if (before !== null) replaceDurably(`${path}.bak`, before);
      replaceDurably(path, content);
    },
    { code: `${kind}-unwritable`, remedy: REMEDIES[kind] },
  );
