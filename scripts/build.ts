import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiling the modules of a build takes longer than a small report; the next build finds them compiled. Nothing else
// is read before this, and the thread that computes the night hears of it by the environment.
const cache = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url));
enableCompileCache(cache);
process.env['NODE_COMPILE_CACHE'] ??= cache;
// Astro's makers are told of every build otherwise.
process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

await import('./build/command.ts');
