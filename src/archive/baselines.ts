import { join } from 'node:path';
import { readRegularFileSync } from '../regular-file.ts';
import { type FrozenBaseline, frozenBaselineSchema } from '../report/schema/frozen-baseline.ts';
import { sha256 } from './archived-file.ts';
import { createDurably } from './durable-file.ts';
import { unlessUnwritable } from './unwritable.ts';

/** What lies in the archive for a model version. `damaged`: a file that is kept, and serves nobody. */
export type FoundBaseline = FrozenBaseline | 'absent' | 'damaged';

/** Named after the version's hash: a version may be anything, and may be private. */
const baselinePath = (directory: string, version: string): string =>
  join(directory, 'baselines', `${sha256(Buffer.from(version)).slice(0, 32)}.json`);

/** The frozen baseline of a model version, beside the reports, which are pruned without it. */
export function readBaseline(directory: string, version: string): FoundBaseline {
  let text: string;
  try {
    text = readRegularFileSync(baselinePath(directory, version)).toString();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'damaged';
  }
  try {
    return frozenBaselineSchema.safeParse(JSON.parse(text)).data ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Freezes a baseline; one that lies there already is left as it is. */
export function keepBaseline(directory: string, version: string, baseline: FrozenBaseline): void {
  const text = `${JSON.stringify(baseline)}\n`;
  unlessUnwritable(directory, () => createDurably(baselinePath(directory, version), text));
}
