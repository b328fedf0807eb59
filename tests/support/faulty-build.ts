import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Faults of a build, with the container's message for each. */
export const FAULTS = {
  exit: /it ended with exit code 3/,
  killed: /it was ended by SIGKILL/,
  // Ignores SIGTERM, and so does its child process.
  hang: /it took longer than/,
  empty: /no index\.html/,
  // The disk of the sites directory is full.
  full: /ENOSPC|it ended with exit code [12]/,
} as const;

export type Fault = keyof typeof FAULTS;

/** A build script with a switchable fault. */
export interface FaultyBuild {
  readonly script: string;
  /** @param fault null for a good build. */
  readonly set: (fault: Fault | null) => void;
}

/** Writes a site of 50 pages with the number of the build in every line. */
const MADE_UP = `
const count = at('count');
const n = existsSync(count) ? Number(readFileSync(count, 'utf8')) + 1 : 1;
writeFileSync(count, String(n));
mkdirSync(out, { recursive: true });
const page = '<html>' + ('<p>build ' + n + '</p>\\n').repeat(500) + '</html>';
for (let i = 0; i < 50; i++) writeFileSync(out + '/' + i + '.html', page);
writeFileSync(out + '/404.html', page);
writeFileSync(out + '/index.html', page);
`;

/**
 * @param directory directory of the script and its control file.
 * @param options `program` is one whose command `build` makes the good sites, else they are made up; `sitesDirectory` is a small file
 * system of its own where `full` is wanted.
 */
export function faultyBuild(
  directory: string,
  options: { readonly program?: string; readonly sitesDirectory: string },
): FaultyBuild {
  const script = join(directory, 'faulty-build.mjs');
  const good =
    options.program === undefined
      ? MADE_UP
      : `process.argv.push('build');
  await import(${JSON.stringify(pathToFileURL(options.program).href)});`;
  writeFileSync(
    script,
    `import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const at = (name) => ${JSON.stringify(directory)} + '/' + name;
const out = process.env.OUT_DIR;
const fault = existsSync(at('fault')) ? readFileSync(at('fault'), 'utf8') : '';
if (fault === 'exit') process.exit(3);
if (fault === 'empty') {
  mkdirSync(out);
  process.exit(0);
}
if (fault === 'killed') setTimeout(() => process.kill(process.pid, 'SIGKILL'), Math.random() * 1000);
if (fault === 'hang') {
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  spawn(process.execPath, ['-e', deaf], { stdio: 'ignore' });
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
} else {
  ${good}
  if (fault === 'killed') await new Promise((resolve) => setTimeout(resolve, 1000));
}
`,
  );
  const ballast = join(options.sitesDirectory, 'ballast');
  return {
    script,
    set: (fault) => {
      rmSync(ballast, { recursive: true, force: true });
      writeFileSync(join(directory, 'fault'), fault ?? '');
      if (fault === 'full') fill(ballast);
    },
  };
}

function fill(path: string): void {
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(path, piece, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Directories of build rounds that were not removed. */
export const roundsLeft = (sitesDirectory: string): readonly string[] =>
  readdirSync(sitesDirectory).filter((name) => name !== 'ballast');
