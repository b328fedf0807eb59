import { software } from '../../src/pipeline/software.ts';
import { runProgram } from '../../src/settings/command/run-program.ts';
import { COMMANDS, DESCRIPTION, PROGRAM } from './list.ts';

// Whoever reads the output may stop early (`| head`): the command goes on, and what nobody reads is dropped.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

await runProgram(
  {
    name: PROGRAM,
    description: DESCRIPTION,
    version: async () => (await software()).version,
    commands: COMMANDS,
  },
  process.argv.slice(2),
);
