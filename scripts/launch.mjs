#!/usr/bin/env node
// Starts the command line: the sources where they are, the compiled program in the published package. It is plain JavaScript
// without new syntax, so that a Node that is too old says so in words.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const sources = new URL('./commands/main.ts', import.meta.url);
const { version } = process;

// Compiling the modules of a command takes longer than most of them work: the next call finds them compiled, and does not read
// Node's TypeScript compiler. The thread that computes a report, and a build that `start` or `serve` begins, hear of the cache
// by the environment. A Node that is too old has no such cache.
if (module.enableCompileCache) {
  const cache = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url));
  module.enableCompileCache(cache);
  if (process.env.NODE_COMPILE_CACHE === undefined) process.env.NODE_COMPILE_CACHE = cache;
}

if (existsSync(sources)) {
  if (process.features.typescript) import(sources.href);
  else {
    refuse(
      `Node ${version} does not run TypeScript. The project brings Node 24: run npm ci, then npm run build, or npx node scripts/monitor.ts COMMAND.`,
    );
  }
} else {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) import(new URL('../lib/main.js', import.meta.url).href);
  else refuse(`Node ${version} is too old: lead-scoring-monitor needs Node 22.12 or later.`);
}

function refuse(words) {
  process.stderr.write(`error (old-node): ${words}\n`);
  process.exitCode = 2;
}
