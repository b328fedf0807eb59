import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// The entry of `npm run build`. Compiling the modules of a build takes longer than a small report; the next build finds
// them compiled, on the thread that computes the report too, which hears of the cache by the environment. This file is
// JavaScript so that not even Node's TypeScript compiler has to be read.
const cache = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url));
enableCompileCache(cache);
process.env.NODE_COMPILE_CACHE ??= cache;

process.argv.splice(2, 0, 'build');
await import('./monitor.ts');
