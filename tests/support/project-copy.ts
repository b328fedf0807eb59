import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['src', 'pages', 'public', 'scripts', 'data', 'package.json', 'tsconfig.json', 'README.md'];

/** A copy of what is packed, for tests of what changes the project's own files, which other tests read meanwhile. */
export async function copyProject(copy: string): Promise<void> {
  for (const part of PARTS) await cp(join(project, part), join(copy, part), { recursive: true });
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'));
}
