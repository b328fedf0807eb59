import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema/report.ts';
import { type BuiltSite, builtSite, run } from '../support/built-site.ts';
import { fixtureReport } from '../support/fixtures/report.ts';
import { type MailServer, mailServer } from '../support/smtp.ts';

const reportOf = (day: string, wish: Parameters<typeof fixtureReport>[0] = {}): Report =>
  fixtureReport({ id: day, end: `${day}T12:00:00.000Z`, rows: 200, ...wish });

let server: MailServer;
let site: BuiltSite;
beforeEach(async () => {
  server = await mailServer();
  site = builtSite([reportOf('2026-02-19'), reportOf('2026-02-20', { shift: 1, red: true })]);
});
afterEach(async () => {
  site.remove();
  await server.close();
});

/** `tls.rejectUnauthorized`: the test server's certificate is its own. */
const mailEnv = (user = 'monitor:s3cret@', query = '?requireTLS=true&tls.rejectUnauthorized=false') => ({
  ...site.env,
  SMTP_URL: `smtp://${user}127.0.0.1:${server.port}${query}`,
  MAIL_FROM: 'Lead Scoring <monitor@example.org>',
  MAIL_TO: 'ann@example.org, Bob <bob@example.org>',
});
const send = (args: string[] = [], env: Record<string, string> = {}) =>
  run('mail', args, { ...mailEnv(), ...env });

const headers = (message: string): Map<string, string> => {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new Map(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
};
const decoded = (message: string): string =>
  Buffer.from(
    message
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

test('goes over STARTTLS with a login to every recipient, with the verdict and the permalink', async () => {
  const { code, stdout, stderr } = await send();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Sent to 2 of 2');
  expect(server.deliveries).toHaveLength(1);
  const [mail] = server.deliveries;
  expect(mail).toMatchObject({
    secure: true,
    user: 'monitor',
    from: 'monitor@example.org',
    to: ['ann@example.org', 'bob@example.org'],
  });
  const message = mail?.message ?? '';
  const head = headers(message);
  expect(head.get('subject')).toMatch(/^=\?UTF-8\?Q\?Critical/);
  expect(head.get('list-id')).toBe('"Lead Scoring Monitor" <lead-scoring-monitor.example.org>');
  expect(head.get('references')).toBe('<nights.lead-scoring-monitor@example.org>');
  expect(head.get('auto-submitted')).toBe('auto-generated');
  const body = decoded(message);
  expect(body).toContain('https://team.example/repo/reports/2026-02-20/');
  expect(body).toContain('The verdict went from');
  expect(body).toContain('Data science');
  expect(Buffer.byteLength(message)).toBeLessThan(100_000);
});

test('is sent once for a report, also by two jobs at once, unless forced', async () => {
  const both = await Promise.all([send(), send()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(server.deliveries).toHaveLength(1);
  expect((await send()).stdout).toContain('was mailed before');
  expect(server.deliveries).toHaveLength(1);
  expect((await send(['--force'])).code).toBe(0);
  expect(server.deliveries).toHaveLength(2);
  const ids = server.deliveries.map(({ message }) => headers(message).get('references'));
  expect(new Set(ids).size).toBe(1);
});

describe('only when it is wanted', () => {
  test.each([
    ['on-red', reportOf('2026-02-20', { shift: 1, red: true }), 1],
    ['on-red', reportOf('2026-02-20'), 0],
    ['on-change', reportOf('2026-02-20', { shift: 1, red: true }), 1],
    ['on-change', reportOf('2026-02-20'), 0],
    ['always', reportOf('2026-02-20'), 1],
  ])('%s, case %#', async (when, current, count) => {
    site.remove();
    site = builtSite([reportOf('2026-02-19'), current]);
    const { code } = await send(['--when', when]);
    expect(code).toBe(0);
    expect(server.deliveries).toHaveLength(count);
  });

  test('simulated data is not mailed', async () => {
    site.remove();
    site = builtSite([reportOf('2026-02-20', { simulated: true })]);
    expect((await send()).stdout).toContain('simulated');
    expect(server.deliveries).toHaveLength(0);
    await send(['--force']);
    expect(decoded(server.deliveries[0]?.message ?? '')).toContain('[simulated]');
  });
});

describe('what goes wrong is said, and the password never', () => {
  const fails = async (env: Record<string, string>, words: string, args: string[] = [], exit = 4) => {
    const { code, stdout, stderr } = await send(args, env);
    expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringContaining(words) });
    expect(`${stdout}${stderr}`).not.toMatch(/s3cret|wr0ng/);
    expect(server.deliveries).toHaveLength(0);
    expect(existsSync(join(site.archiveDir, 'sent', 'mail', '2026-02-20.json'))).toBe(false);
  };
  test('a wrong password', () =>
    fails({ SMTP_URL: mailEnv('monitor:wr0ng@').SMTP_URL }, 'refused the user name or password'));
  test('a certificate nobody vouches for', () =>
    fails({ SMTP_URL: mailEnv('monitor:s3cret@', '?requireTLS=true').SMTP_URL }, 'not trusted'));
  test('nothing listens', () => fails({ SMTP_URL: 'smtp://monitor:s3cret@127.0.0.1:9' }, 'nothing answers'));
  test('no server named', () => fails({ SMTP_URL: '' }, 'SMTP_URL, MAIL_FROM, MAIL_TO and SITE_URL', [], 2));
  test('an address that is none', () => fails({ SMTP_URL: 'http://u:s3cret@x' }, 'SMTP_URL must be', [], 2));
  test('a flag that is none', () => fails({}, '--when must be', ['--when', 'never'], 2));
  test('a failed try may be repeated', async () => {
    await send([], { SMTP_URL: mailEnv('monitor:wr0ng@').SMTP_URL });
    expect((await send()).stdout).toContain('Sent to 2 of 2');
  });
});

test('a server without STARTTLS gets no login', async () => {
  await server.close();
  server = await mailServer({ disabledCommands: ['STARTTLS'] });
  const { code, stderr } = await send();
  expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('no STARTTLS') });
});

test('a recipient that is refused does not keep the mail from the others', async () => {
  const { code, stdout, stderr } = await send([], { MAIL_TO: 'gone@example.org,ann@example.org' });
  expect(code).toBe(0);
  expect(stdout).toContain('Sent to 1 of 2');
  expect(stderr).toContain('refused gone@example.org');
});

test('a permalink that is not in the site is not mailed', async () => {
  rmSync(join(site.outDir, 'reports', '2026-02-20'), { recursive: true });
  const { code, stderr } = await send();
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('lead nowhere') });
  writeFileSync(join(site.outDir, 'latest.json'), '{');
  expect((await send()).stderr).toContain('not-built');
});

test('a dry run needs no server and writes the mail and its HTML', async () => {
  const output = join(site.directory, 'preview');
  const { code } = await run('mail', ['--dry-run', '--attach', '--output', output], site.env);
  expect(code).toBe(0);
  const eml = readFileSync(join(output, 'mail.eml'), 'utf8');
  expect(headers(eml.replace(/\r?\n/g, '\r\n')).get('list-id')).toContain('lead-scoring-monitor');
  expect(eml).toContain('filename=2026-02-20.html');
  const html = readFileSync(join(output, 'mail.html'), 'utf8');
  expect(html).not.toMatch(/<script|<img|src=/);
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
});

test('nothing in a report becomes a header, a second recipient or markup', async () => {
  const hostile = structuredClone(reportOf('2026-02-20'));
  const evil = 'x\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>\u2028';
  hostile.verdict.headline = evil;
  for (const alert of hostile.alerts) Object.assign(alert, { status: 'firing', owner: evil, title: evil });
  for (const feature of hostile.drift.features) feature.name = evil + feature.name;
  site.remove();
  site = builtSite([reportOf('2026-02-19'), hostile]);
  expect((await send()).code).toBe(0);
  const [mail] = server.deliveries;
  expect(mail?.to).toEqual(['ann@example.org', 'bob@example.org']);
  expect(headers(mail?.message ?? '').has('bcc')).toBe(false);
  const html = decoded(mail?.message ?? '').split('Content-Type: text/html')[1] ?? '';
  expect(html).not.toContain('<script');
});

test('--help has an example', async () => {
  const { code, stdout } = await run('mail', ['--help'], {});
  expect(code).toBe(0);
  expect(stdout).toContain('Example:');
  expect(stdout).toContain('SMTP_URL');
});
