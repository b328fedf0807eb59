// Removes what npm installs and no run needs: ONNX Runtime's binaries of other platforms (240 MB, which come in one package for
// all), and the second copy of Node that the package `node` leaves inside itself (70 MB). Plain JavaScript, because it runs after
// `npm ci` on whichever Node there is.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const remove = (path) => rmSync(path, { recursive: true, force: true });
const namesIn = (path) => (existsSync(path) ? readdirSync(path) : []);

const binaries = join(modules, 'onnxruntime-node/bin');
for (const api of namesIn(binaries)) {
  // On a platform without binaries all stay: the runtime's own message is clearer than an empty package.
  if (!existsSync(join(binaries, api, process.platform, process.arch))) continue;
  for (const platform of namesIn(join(binaries, api))) {
    for (const arch of namesIn(join(binaries, api, platform))) {
      if (platform !== process.platform || arch !== process.arch) remove(join(binaries, api, platform, arch));
    }
  }
}
if (existsSync(join(modules, 'node/bin/node'))) {
  for (const name of namesIn(join(modules, 'node/node_modules'))) {
    if (/^node-(?!bin-setup$)/.test(name)) remove(join(modules, 'node/node_modules', name));
  }
}
