import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allFigures } from '../figures/registry.ts';
import { configurationError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';
import { publicName } from '../wording/public-name.ts';
import { FALLBACK_ID, type FigureHeader, parseHeader } from './figure-header.ts';
import { settingPath } from './settings.ts';
import type { Settings } from './variables.ts';

/** A figure that the team defines by a query of its own; with a fault where the file cannot be used. */
export type OwnFigureFile =
  | {
      readonly file: string;
      readonly header: FigureHeader;
      /** The whole file, header included. */
      readonly sql: string;
      readonly fault: null;
    }
  | {
      readonly file: string;
      readonly header: Pick<FigureHeader, 'id' | 'label'>;
      readonly fault: string;
    };

/** Files that are read; each costs a query in every report. */
const MAX_FILES = 50;
const MAX_BYTES = 64 * 1024;

/**
 * Reads the team's own figures, sorted by file name. A file with a fault stays a figure, whose card says what is wrong.
 *
 * @throws MonitorError `figures-unreadable` (exit code 2) where the directory was set and cannot be listed.
 */
export async function readOwnFigures({
  figures,
  cwd,
}: Pick<Settings, 'figures' | 'cwd'>): Promise<readonly OwnFigureFile[]> {
  const directory = settingPath(figures, cwd);
  const names = await sqlFiles(directory, figures.value === null);
  const builtIn = allFigures({});
  const taken = new Map<string, string>(
    builtIn.map(({ id }) => [id, 'is the id of a figure of this program']),
  );
  const labels = new Set(builtIn.map(({ label }) => label.toLowerCase()));
  const read: OwnFigureFile[] = [];
  for (const [index, name] of names.slice(0, MAX_FILES).entries()) {
    const figure = withoutClash(await readFigure(join(directory, name), name, index), taken, labels, index);
    const { id, label } = figure.header;
    taken.set(id, `is the id of ${figure.file}, too`);
    labels.add(label.toLowerCase());
    read.push(figure);
  }
  if (names.length > MAX_FILES) read.push(tooMany(names.length));
  return read;
}

async function sqlFiles(directory: string, optional: boolean): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => name.endsWith('.sql') && !name.startsWith('.')).sort();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' && optional) return [];
    throw configurationError(
      'figures-unreadable',
      `FIGURES_DIR: ${directory} ${code === 'ENOENT' ? 'does not exist' : `cannot be listed (${code ?? 'unknown reason'})`}. Give a directory of .sql files, or unset it.`,
      cause,
    );
  }
}

async function readFigure(path: string, name: string, index: number): Promise<OwnFigureFile> {
  const file = publicName(name, 80);
  const broken = (fault: string, id: string | null = null): OwnFigureFile => ({
    file,
    header: { id: id ?? fallbackId(index), label: file },
    fault,
  });
  let sql: Buffer;
  try {
    sql = await readRegularFile(path);
  } catch (cause) {
    if (cause instanceof NotRegularError) return broken(cause.message);
    const { code } = cause as NodeJS.ErrnoException;
    const known: Readonly<Record<string, string>> = {
      ENOENT: 'the link leads nowhere',
      ELOOP: 'it is a loop of links',
    };
    return broken(known[code ?? ''] ?? `it cannot be read (${code ?? 'unknown reason'})`);
  }
  if (sql.length > MAX_BYTES) return broken(`it is larger than ${MAX_BYTES / 1024} kB`);
  const text = sql.toString('utf8');
  if (text.includes('\0')) return broken('it holds a NUL character');
  const parsed = parseHeader(text);
  if (!parsed.ok) return broken(parsed.fault, parsed.id);
  return { file, header: parsed.header, sql: text, fault: null };
}

/** Ids are taken once, and no figure may pass for another one by its label. */
function withoutClash(
  figure: OwnFigureFile,
  taken: ReadonlyMap<string, string>,
  labels: ReadonlySet<string>,
  index: number,
): OwnFigureFile {
  const { file, header } = figure;
  const clash = taken.get(header.id);
  if (clash !== undefined) {
    const fault = `id: "${header.id}" ${clash}`;
    return { file, header: { id: fallbackId(index), label: file }, fault };
  }
  if (figure.fault !== null || !labels.has(header.label.toLowerCase())) return figure;
  return { file, header: { id: header.id, label: file }, fault: 'label: another figure has the same' };
}

/** No header may have such an id. */
const fallbackId = (index: number): string => `${FALLBACK_ID}${index + 1}`;

const tooMany = (count: number): OwnFigureFile => ({
  file: '*.sql',
  header: { id: `${FALLBACK_ID}more`, label: 'More files of figures' },
  fault: `there are ${count.toLocaleString('en')} files; the first ${MAX_FILES} by name are computed`,
});
