import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openProgress } from '../../src/model/api-scores/progress-file.ts';
import { readReferenceRows } from '../../src/model/api-scores/reference-rows.ts';
import { type RowResult, scoreRows } from '../../src/model/api-scores/score-rows.ts';
import { writeAtomically } from '../../src/model/write-file.ts';
import { EXIT } from '../../src/monitor-error.ts';
import { referenceOutcomeColumn } from '../../src/settings/columns-policy.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flagError, number, text } from '../../src/settings/command/options.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    'api-url': text('URL', 'where the API answers', {
      default: process.env['API_BASE_URL'] ?? 'http://localhost:7860',
      shown: 'API_BASE_URL, else http://localhost:7860',
    }),
    endpoint: text('PATH', 'where rows are sent', '/predict'),
    'score-path': text(
      'NAME',
      'where the score stands in the answer, such as result.score; default: a usual name',
    ),
    reference: text('FILE.csv', 'the rows', {
      default: process.env['REFERENCE_DATA_PATH'] ?? 'data/reference/training_reference.csv',
      shown: 'REFERENCE_DATA_PATH, else data/reference/training_reference.csv',
    }),
    output: text(
      'FILE.csv',
      'where they are written with their scores',
      'data/reference/scored_reference.csv',
    ),
    rate: number(
      'N',
      'requests a second, at most; never more than one at a time',
      { min: 0.01, max: 1_000 },
      5,
    ),
    timeout: number('SECONDS', 'for each request', { min: 0.1, max: 3_600 }, 10),
  },
  details:
    'An interrupted run goes on where it stopped: scores are kept in FILE.csv.progress until all rows are done.\n' +
    'A model has usually seen these rows: reference.scores of the policy says whether it has.',
  example: { args: ['--api-url', 'http://localhost:7860', '--rate', '5'] },
  exits: { 0: 'written; rows that the API refuses have no score', 3: null, 4: 'some rows got no answer' },
  async run({ values, signal, reporter, print, printJson }) {
    const cwd = process.cwd();
    const url = targetUrl(values['api-url'], values.endpoint);
    const policy = await readPolicy(policyPath(readSettings(process.env, cwd, Date.now)));
    const { keyColumn } = policy.outcomes;
    const outcomeColumn = referenceOutcomeColumn(policy);
    const columns = { outcomeColumn, keyColumn, scoreColumn: policy.columns.reference.score };
    const { payloads, withScores } = await readReferenceRows(values.reference, cwd, columns);
    const output = resolve(cwd, values.output);
    if (output === resolve(cwd, values.reference))
      throw flagError('--output is the reference itself: name another file.');
    const progress = await openProgress(`${output}.progress`, url, payloads);
    reporter.stage(`Scoring ${payloads.length.toLocaleString('en')} rows at ${new URL(url).origin}`);
    let done = progress.known.size;
    const results = await scoreRows({
      url,
      rows: payloads,
      known: progress.known,
      rate: values.rate,
      timeoutMs: 1000 * values.timeout,
      scorePath: values['score-path']?.split('.') ?? null,
      signal,
      clock: {
        now: () => performance.now() + performance.timeOrigin,
        sleep: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
      },
      onResult: (row, result) => {
        done++;
        reporter.progress(done, payloads.length, 'rows');
        return progress.add(row, result);
      },
    });
    reporter.finish();
    const counts = countResults(payloads.length, results);
    if (counts.open > 0) {
      print(`${counts.open} of ${payloads.length} rows are still to be scored; run the same command again.`);
      printJson({ output: null, ...counts });
      return EXIT.service;
    }
    await writeAtomically(
      output,
      withScores((row) => {
        const result = results.get(row);
        return result !== undefined && 'score' in result ? result.score : null;
      }),
    );
    if (counts.unanswered === 0) await progress.remove();
    print(
      [
        `${counts.scored} of ${payloads.length} rows scored: ${values.output}`,
        ...Object.entries(counts.reasons).map(([reason, n]) => `  ${n} without a score: ${reason}`),
        'Set REFERENCE_DATA_PATH to it, and reference.scores of the policy to what the model knew of these rows ("training", "holdout").',
      ].join('\n'),
    );
    printJson({ output: values.output, ...counts });
    return counts.unanswered > 0 ? EXIT.service : EXIT.ok;
  },
});

function targetUrl(base: string, endpoint: string): string {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    throw flagError('--api-url: expected an http(s) address.');
  }
  return `${base.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
}

/** Rows scored, refused, without an answer, and not sent yet; why rows have no score. */
function countResults(rows: number, results: ReadonlyMap<number, RowResult>) {
  const reasons: Record<string, number> = {};
  let [scored, refused, unanswered] = [0, 0, 0];
  for (const result of results.values()) {
    if ('score' in result) scored++;
    else {
      if (result.final) refused++;
      else unanswered++;
      reasons[result.reason] = (reasons[result.reason] ?? 0) + 1;
    }
  }
  return { scored, refused, unanswered, open: rows - results.size, reasons };
}
