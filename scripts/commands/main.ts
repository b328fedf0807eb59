import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { projectFile } from '../../src/project.ts';

// Compiling the modules of a command takes longer than most of them work: the next call finds them compiled. The thread
// that computes a report, and a build that `start` or `serve` begins, hear of the cache by the environment. What follows
// is imported here and not above, because imports above are read before the cache is on.
const cache = fileURLToPath(projectFile('node_modules/.cache/compile'));
enableCompileCache(cache);
process.env['NODE_COMPILE_CACHE'] ??= cache;

const { software } = await import('../../src/pipeline/software.ts');
const { runProgram } = await import('../../src/settings/command/run-program.ts');
const { COMMANDS, DESCRIPTION, PROGRAM } = await import('./list.ts');

await runProgram(
  {
    name: PROGRAM,
    description: DESCRIPTION,
    version: async () => (await software()).version,
    commands: COMMANDS,
  },
  process.argv.slice(2),
);
