import { fileURLToPath } from 'node:url';

/** True in the published package, whose modules are bundled as JavaScript in `lib/`, one level below the root like `src/`. */
const isCompiled = import.meta.url.endsWith('.js');

const root = new URL('..', import.meta.url);

/** Directory of the project: of its sources, or of the installed package. Ends with a slash. */
export const PROJECT_ROOT = fileURLToPath(root);

/** URL of a file that travels with the project, such as `data/model/demonstration.onnx`. */
export const projectFile = (path: string): URL => new URL(path, root);

/**
 * URL of a program that another process or thread runs: the source file, or what it was compiled to.
 *
 * @param path of the source file, such as `src/pipeline/report-worker.ts`; `scripts/dev/compile.ts` lists all of them.
 */
export const projectProgram = (path: string): URL =>
  projectFile(isCompiled ? `lib/${path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '.js')}` : path);
