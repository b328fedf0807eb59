import { software } from '../../src/pipeline/software.ts';
import { runProgram } from '../../src/settings/command/run-program.ts';
import { COMMANDS, DESCRIPTION, PROGRAM } from './list.ts';

await runProgram(
  {
    name: PROGRAM,
    description: DESCRIPTION,
    version: async () => (await software()).version,
    commands: COMMANDS,
  },
  process.argv.slice(2),
);
