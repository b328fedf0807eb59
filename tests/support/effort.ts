/**
 * Simulations, fuzzing and endurance tests run with few rounds in `npm test`, and with all of them where
 * `SIMULATIONS=full` is set, which `node scripts/dev/full-tests.ts` does. Assertions are the same.
 */
const FULL = process.env['SIMULATIONS'] === 'full';

/** Number of rounds for this test run. */
export const rounds = (few: number, all: number): number => (FULL ? all : few);
