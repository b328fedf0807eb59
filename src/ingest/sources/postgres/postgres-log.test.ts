import { afterEach, expect, test, vi } from 'vitest';
import { parsePostgresUrl } from '../../../settings/postgres-url.ts';

const PACKAGES = ['pg', 'pg-cursor'];

afterEach(() => {
  for (const name of PACKAGES) vi.doUnmock(name);
  vi.resetModules();
});

test.each(PACKAGES)('without the package %s it says what to install', async (missing) => {
  // Neither is loaded here: one that still loads when the test ends would be there in the next one.
  for (const name of PACKAGES) {
    vi.doMock(name, () => {
      if (name === missing) throw new Error(`Cannot find package '${name}'`);
      return { default: {} };
    });
  }
  const { spoolTable } = await import('./postgres-log.ts');
  // Nobody listens there.
  const address = parsePostgresUrl('OUTCOMES_PATH', 'postgres://user@127.0.0.1:9/db?table=outcomes');
  await expect(spoolTable(address, { file: '/nowhere/o.csv' })).rejects.toMatchObject({
    code: 'driver-missing',
    exitCode: 2,
    message: expect.stringContaining('npm install pg@8 pg-cursor@2'),
  });
});
