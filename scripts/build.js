import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Entry point of `npm run build`. It turns on Node's compile cache, because compiling a build's modules takes longer than a
// small report; the environment variable does the same for the report thread. This file is JavaScript, because TypeScript
// would be compiled before the cache is on.
const cache = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url));
enableCompileCache(cache);
process.env.NODE_COMPILE_CACHE ??= cache;

process.argv.splice(2, 0, 'build');
await import('./monitor.ts');
