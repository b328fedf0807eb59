import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = /\.(?:html|css|js|mjs|json|xml|svg|csv|txt|prom|webmanifest)$/;
/** Minimum size in bytes: smaller files fit into one or two packets uncompressed. */
const SMALLEST = 1024;
const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** Writes a `.gz` and a `.br` next to every text file of a site, if they are smaller. */
export async function precompress(directory: string, signal: AbortSignal): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    signal.throwIfAborted();
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !TEXT.test(entry.name) || (await stat(path)).size < SMALLEST) continue;
    const content = await readFile(path);
    const [gz, br] = await Promise.all([
      gzipped(content, { level: 9 }),
      // Quality 11 takes ten times as long and saves a few per cent.
      brotlied(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    ]);
    if (gz.length < content.length) await writeFile(`${path}.gz`, gz);
    if (br.length < content.length) await writeFile(`${path}.br`, br);
  }
}
