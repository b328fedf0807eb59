import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { COMMANDS, DESCRIPTION, PROGRAM } from '../scripts/commands/list.ts';
import { EXIT_MEANINGS } from '../src/monitor-error.ts';
import { COMMON_OPTIONS, type CommandEntry } from '../src/settings/command/command.ts';
import { exampleLine } from '../src/settings/command/help.ts';
import { readValues, splitArguments } from '../src/settings/command/parse-command.ts';
import { runProgram } from '../src/settings/command/run-program.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

/** Runs the command line in this process, with every write to its streams kept. */
async function monitor(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const keep = (add: (text: string) => void) => (chunk: unknown) => {
    add(String(chunk));
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep((text) => (stdout += text)));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(keep((text) => (stderr += text)));
  const version = async (): Promise<string> => '1.2.3';
  const program = { name: PROGRAM, description: DESCRIPTION, version, commands: COMMANDS };
  try {
    await runProgram(program, args);
    return { code: process.exitCode, stdout, stderr };
  } finally {
    process.exitCode = undefined;
    out.mockRestore();
    err.mockRestore();
  }
}

/** Content of every file below a directory, but for what npm and git own. */
function contents(directory: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (['node_modules', '.git'].includes(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) Object.assign(files, contents(path));
    else if (entry.isFile()) files[path] = createHash('sha256').update(readFileSync(path)).digest('hex');
  }
  return files;
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'command-line-'));
  vi.spyOn(process, 'cwd').mockReturnValue(directory);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

describe('every command', () => {
  test.each(['--help', '-h', '--version'])('%s changes nothing, here or in the project', async (flag) => {
    const before = contents(root);
    for (const name of names) {
      const { code, stderr } = await monitor(name, flag);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
    }
    expect(contents(root)).toEqual(before);
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each(names)('%s: help has each flag with its default, an example and the exit codes', async (name) => {
    const { summary, load }: CommandEntry = COMMANDS[name];
    const { command } = await load();
    const { stdout } = await monitor(name, '--help');
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words.startsWith(`${summary} Usage: npm run monitor -- ${name}`)).toBe(true);
    for (const [flag, option] of Object.entries({ ...command.options, ...COMMON_OPTIONS })) {
      expect(words).toContain(`--${flag} ${option.placeholder ?? option.meaning}`.trim());
      if (option.shownDefault !== null) expect(words).toContain(`default ${option.shownDefault})`);
    }
    expect(stdout).toMatch(/^Example: .*npm run monitor -- /m);
    expect(stdout).toMatch(/^Exit codes: 0 .*, 1 .*, 2 .*, 130 interrupted\.$/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(260);
  });

  test.each(names)('%s: its example is one that it takes', async (name) => {
    const { command } = await (COMMANDS[name] as CommandEntry).load();
    const { flags } = splitArguments(command, command.example.args);
    expect(() => readValues(command.options, flags)).not.toThrow();
    expect(exampleLine(PROGRAM, name, command)).toContain(`npm run monitor -- ${name}`);
  });

  test.each(names)('%s: a flag that it has not is refused before anything is done', async (name) => {
    const { code, stdout, stderr } = await monitor(name, '--hepl');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('error (bad-flag): There is no flag --hepl. Did you mean --help? See --help.\n');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('none takes a name that all share for something else', async () => {
    for (const name of names) {
      const { command } = await (COMMANDS[name] as CommandEntry).load();
      for (const common of Object.keys(COMMON_OPTIONS)) expect(command.options).not.toHaveProperty(common);
    }
  });
});

describe('the command line', () => {
  test('lists every command, on request and where none is named', async () => {
    const asked = await monitor('--help');
    expect(asked.code).toBe(0);
    for (const name of names) expect(asked.stdout).toMatch(new RegExp(`^  ${name} {2,}\\S`, 'm'));
    expect(await monitor()).toEqual({ code: 2, stdout: '', stderr: asked.stdout });
  });

  test('names the command that was meant', async () => {
    const { code, stderr } = await monitor('bulid');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error (unknown-command): There is no command bulid. Did you mean build? --help lists them.\n',
    });
    expect((await monitor('constructor')).stderr).toContain('There is no command constructor');
  });

  test('prints the version', async () => {
    expect((await monitor('--version')).stdout).toBe('1.2.3\n');
    expect((await monitor('build', '--version')).stdout).toBe('1.2.3\n');
  });

  test('README documents the exit codes', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ');
    for (const [code, meaning] of Object.entries(EXIT_MEANINGS))
      expect(readme).toContain(`${code} ${meaning}`);
  });

  test('every call of it in sources, docs and workflows names a command and flags that there are', async () => {
    const places = ['README.md', 'docs', 'src', '.github', '.ci', 'scripts/dev'].map((place) =>
      join(root, place),
    );
    const files = places.flatMap((place) => (place.endsWith('.md') ? [place] : Object.keys(contents(place))));
    const calls = files.flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(
        /(?:npm run (?:--silent )?monitor --|npx lead-scoring-monitor|node lib\/main\.js|\$\{MONITOR\}) (?!--|<|COMMAND)([\w-]+)([^\n`|#&]*)/g,
      ),
    ]);
    expect(calls.length).toBeGreaterThan(20);
    for (const [call, name = '', rest = ''] of calls) {
      expect(names, call).toContain(name);
      const { command } = await (COMMANDS[name as keyof typeof COMMANDS] as CommandEntry).load();
      const known = Object.keys({ ...command.options, ...COMMON_OPTIONS });
      for (const [, flag] of rest.matchAll(/(?<= |\[)--([a-z-]+)/g)) expect(known, call).toContain(flag);
    }
    // No file may call the removed package scripts.
    const former = new RegExp(
      `npm run (?:--silent )?(?:${names.filter((name) => !['build', 'start'].includes(name)).join('|')})\\b`,
    );
    expect(files.filter((path) => former.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('no other file starts a command, and the package’s scripts are few', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const allowed = [
      'bench',
      'build',
      'dev',
      'lint',
      'monitor',
      'postinstall',
      'postpack',
      'prepack',
      'start',
      'test',
      'test:spark',
      'test:unit',
      'typecheck',
    ];
    expect(Object.keys(scripts).toSorted()).toEqual(allowed);
    const files = readdirSync(join(root, 'scripts/commands')).map((file) => file.replace(/\.ts$/, ''));
    expect(files.toSorted()).toEqual([...names, 'list', 'main', 'package.json'].toSorted());
  });
});
