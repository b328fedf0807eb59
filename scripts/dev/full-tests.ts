import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../src/settings/cli.ts';

const USAGE = `Runs all tests with every round of their simulations, which \`npm test\` keeps short.

Usage: node scripts/dev/full-tests.ts [test files and flags of vitest]

Sets SIMULATIONS=full: 400 archived reports under kills, 20 killed builds, 3,000 generated logs (FUZZ_RUNS sets another
number), five repeats of cross-validation.
`;

const project = fileURLToPath(new URL('../..', import.meta.url));

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return undefined;
  }
  const child = spawn('npx', ['vitest', 'run', '--config', 'tests/vitest.config.ts', ...args], {
    cwd: project,
    env: { FUZZ_RUNS: '3000', ...process.env, SIMULATIONS: 'full' },
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return code === 0 ? undefined : 1;
});
