import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltSite, builtSite } from '../support/built-site.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { copyProject } from '../support/project-copy.ts';
import { type MailServer, mailServer } from '../support/smtp.ts';

/** The program that the nightly workflow hands on to the jobs that tell: where no package is installed. */

const REPORT = fixtureReport({ id: '2026-02-20', rows: 200, red: true });
const run = promisify(execFile);
let place: string;
let server: MailServer;
let site: BuiltSite;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'messages-'));
  const copy = join(place, 'project');
  await copyProject(copy);
  await run(process.execPath, ['scripts/dev/pack.ts', '--messages'], { cwd: copy });
  // As in a checkout beside which nothing was installed.
  await mkdir(join(place, 'checkout'));
  await rename(join(copy, 'lib'), join(place, 'checkout/lib'));
  for (const part of ['data', 'package.json'])
    await cp(join(copy, part), join(place, 'checkout', part), { recursive: true });
  site = builtSite([REPORT]);
  server = await mailServer();
});
afterAll(async () => {
  site.remove();
  await server.close();
  await rm(place, { recursive: true, force: true });
});

const monitor = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, ['lib/main.js', ...args], {
    cwd: join(place, 'checkout'),
    env: { PATH: process.env['PATH'], ...site.env, ...env },
  });

test('tells of a report by job summary and by mail', async () => {
  const { stdout } = await monitor(['notify', '--summary', '--quiet']);
  expect(stdout).toContain(`report ${REPORT.id}`);
  expect(stdout).toMatch(/^\| Features drifted \| 1 of 10 \|$/m);
  const sent = await monitor(['mail'], {
    SMTP_URL: `smtp://monitor:s3cret@127.0.0.1:${server.port}?requireTLS=true&tls.rejectUnauthorized=false`,
    MAIL_FROM: 'monitor@example.org',
    MAIL_TO: 'ann@example.org',
  });
  expect(sent.stdout).toContain('Sent to 1 of 1');
  expect(server.deliveries).toMatchObject([{ secure: true, user: 'monitor', to: ['ann@example.org'] }]);
});

test('asks routes what they are to be told', async () => {
  const { stdout } = await monitor(['notify', '--routes', '--dry-run', '--json', '--quiet']);
  expect(JSON.parse(stdout)).toBeTypeOf('object');
});
