import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { projectProgram } from '../../../project.ts';
import type { OwnAnswer, OwnQueries, OwnQuery } from '../../own-figures.ts';
import type { ReferenceData } from '../../sources/tables.ts';
import { GRACE_MS, type OwnLimits, type ProcessAnswer, type ProcessRequest } from './own-limits.ts';
import { OWN_VIEWS, type OwnRows, type OwnView, writeOwnViews } from './own-views.ts';

const PROGRAM = projectProgram('src/ingest/engines/duckdb/own-queries-process.ts');

/**
 * Answers a team's own queries over the rows of a window, in a process of their own: see `own-queries-process.ts`. A query
 * that fails has its fault as answer; nothing of it reaches the engine that holds the logs.
 */
export async function answerOwnQueries(
  rows: OwnRows & { readonly ownLimits: OwnLimits },
  { reference, joinKeys, now }: { reference: ReferenceData; joinKeys: readonly string[]; now: number },
  { queries, ...given }: OwnQueries,
): Promise<ReadonlyMap<string, OwnAnswer>> {
  const { ownLimits: limits } = rows;
  const database = path.join(rows.db.directory, `own-${rows.db.nextNumber()}.duckdb`);
  const deadline = performance.now() + limits.seconds * 1000;
  const answers = new Map<string, OwnAnswer>();
  try {
    await writeOwnViews(rows, { ...given, reference, joinKeys, now }, viewsOf(queries), database);
    for (let open = queries; open.length > 0; open = queries.filter(({ id }) => !answers.has(id))) {
      const answered = answers.size;
      await runProcess({ database, queries: open, limits }, deadline - performance.now(), answers);
      if (performance.now() >= deadline) {
        const fault = `the figures together take longer than ${limits.seconds} s`;
        for (const { id } of queries) if (!answers.has(id)) answers.set(id, { ok: false, fault });
      } else if (answers.size === answered) {
        const fault = 'the process that computed it ended';
        for (const { id } of open.slice(0, 1)) answers.set(id, { ok: false, fault });
      }
    }
  } finally {
    for (const file of [database, `${database}.wal`]) rmSync(file, { force: true });
  }
  return answers;
}

/** Views that a query names; the others are not written. */
function viewsOf(queries: readonly OwnQuery[]): ReadonlySet<OwnView> {
  const names = Object.keys(OWN_VIEWS) as OwnView[];
  return new Set(
    names.filter((name) => queries.some(({ sql }) => new RegExp(`\\b${name}\\b`, 'i').test(sql))),
  );
}

/** Of a query that is not over although it should be; the process itself allows for less. */
const PATIENCE_MS = 3 * GRACE_MS;

/**
 * Runs queries in a process until it ends.
 *
 * @param milliseconds after which it is killed.
 */
function runProcess(
  request: ProcessRequest,
  milliseconds: number,
  answers: Map<string, OwnAnswer>,
): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(PROGRAM, { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const kill = (): void => void child.kill('SIGKILL');
    const stop = setTimeout(kill, milliseconds);
    const watch = setTimeout(kill, request.limits.secondsPerQuery * 1000 + PATIENCE_MS);
    child.on('message', (message) => {
      const { id, answer } = message as ProcessAnswer;
      answers.set(id, answer);
      watch.refresh();
    });
    const end = (): void => {
      clearTimeout(stop);
      clearTimeout(watch);
      resolve();
    };
    // It could not be started, or not be told what to do.
    child.once('error', () => {
      kill();
      end();
    });
    child.once('close', end);
    child.send(request);
  });
}
