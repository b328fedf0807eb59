import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const root = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
const own = fileURLToPath(new URL('cases/', import.meta.url));

/** Path of a small input file of this project; `cases/README.md` gives its origin. */
export const ownCase = (relative: string): string => `${own}${relative}`;

/** Path of a large real input file beside the project; null where it is absent. */
export function casesPath(relative: string): string | null {
  const path = `${root}${relative}`;
  return existsSync(path) ? path : null;
}

/** `describe` over real inputs; where they are absent the tests are skipped, with the reason in the name. */
export function describeWithCases(name: string, run: (path: (relative: string) => string) => void): void {
  if (!existsSync(root)) {
    describe.skip(`${name} (skipped: ../shared/cases is not on this machine)`, () =>
      run((r) => `${root}${r}`));
    return;
  }
  describe(name, () => run((relative) => `${root}${relative}`));
}
