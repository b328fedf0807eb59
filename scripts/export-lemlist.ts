import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lemlistClient } from '../src/ingest/services/lemlist/client.ts';
import { exportLeads } from '../src/ingest/services/lemlist/export-leads.ts';
import { ENGAGED_TYPES } from '../src/ingest/services/lemlist/label-leads.ts';
import { readProgress, removeProgress, writeProgress } from '../src/ingest/services/lemlist/progress-file.ts';
import { readLabelledCsv } from '../src/model/train/read-labelled.ts';
import { csvText, writeWhole } from '../src/model/write-file.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { terminalReporter } from '../src/settings/terminal-reporter.ts';

const USAGE = `Exports what became of the leads from LemList as labelled rows for training and for OUTCOMES_PATH.

Usage: LEMLIST_API_KEY=… npm run export-lemlist -- --output FILE.csv [options]

  --output          where to write: lead_key, date, the columns of --like, engaged
  --since           only activities from this date on (YYYY-MM-DD or ISO 8601)
  --campaign        only this campaign id (repeatable; default all)
  --like            CSV whose columns are filled from the leads' own fields, so that the rows can be trained on
                    (data/processed/linkedin_leads_clean.csv); without it only lead_key, date and engaged are written
  --engaged-type    activity type that makes a lead engaged (repeatable; default replies, "interested", meetings)
  --maturity-days   a lead without reaction counts as not engaged this long after first contact (default 7)
  --plain-keys      lead_key is the e-mail address itself; by default it is a keyed hash (set LEMLIST_HASH_KEY)
  --base-url        default https://api.lemlist.com/api (or LEMLIST_API_URL)
  --json            the counts as JSON
  --help            this text

Example: LEMLIST_API_KEY=… npm run export-lemlist -- --output data/raw/new_batch.csv --since 2026-01-01 \\
           --like data/processed/linkedin_leads_clean.csv

An interrupted export goes on where it stopped when it is run again. Names, addresses and messages are never written.
Exit codes: 0 written, 1 bug, 2 bad flag or no key, 3 LemList could not be read, 130 interrupted.
`;

/** Columns that the export fills itself. */
const OWN_COLUMNS = new Set(['lead_key', 'date', 'engaged', 'score']);
/** Used when no secret is set: keys still merge, but somebody with a list of addresses could find them. */
const PUBLIC_HASH_KEY = 'lead-scoring-monitor';

function parseSince(text: string | undefined): string | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw configurationError('bad-flag', `--since: expected a date such as 2026-01-31, got "${text}"`);
  return new Date(ms).toISOString();
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!(days >= 0 && days <= 365))
    throw configurationError('bad-flag', `--maturity-days: expected 0 to 365, got "${text}"`);
  return days;
}

async function wantedColumns(like: string | undefined): Promise<string[]> {
  if (like === undefined) return [];
  const { header } = await readLabelledCsv(like, process.cwd(), '--like');
  return header.filter((name) => !OWN_COLUMNS.has(name));
}

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      output: { type: 'string' },
      since: { type: 'string' },
      campaign: { type: 'string', multiple: true, default: [] },
      like: { type: 'string' },
      'engaged-type': { type: 'string', multiple: true, default: [...ENGAGED_TYPES] },
      'maturity-days': { type: 'string', default: '7' },
      'plain-keys': { type: 'boolean', default: false },
      'base-url': {
        type: 'string',
        default: process.env['LEMLIST_API_URL'] ?? 'https://api.lemlist.com/api',
      },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  if (values.output === undefined) throw configurationError('bad-flag', '--output is needed. See --help.');
  const apiKey = process.env['LEMLIST_API_KEY'] ?? '';
  if (apiKey === '')
    throw configurationError(
      'lemlist-key',
      'LEMLIST_API_KEY is not set; create a key in LemList under Settings > Integrations',
    );
  if (!/^https?:\/\//.test(values['base-url']))
    throw configurationError('bad-flag', '--base-url: expected an http(s) address');
  const reporter = terminalReporter({ stream: process.stderr, quiet: false, clock: () => performance.now() });
  const secret = process.env['LEMLIST_HASH_KEY'] ?? '';
  const hashKey = values['plain-keys'] ? null : secret || PUBLIC_HASH_KEY;
  if (hashKey === PUBLIC_HASH_KEY)
    reporter.warn('LEMLIST_HASH_KEY is not set: keys could be traced back by hashing a list of addresses');
  const since = parseSince(values.since);
  const output = resolve(values.output);
  const question = JSON.stringify({ since, baseUrl: values['base-url'], keyed: hashKey !== null });
  const progressPath = (part: string): string => `${output}.${part.replace(/[^A-Za-z0-9_-]/g, '_')}.partial`;

  reporter.stage('Exporting from LemList');
  const result = await exportLeads({
    client: lemlistClient({
      apiKey,
      baseUrl: values['base-url'],
      clock: { now: Date.now, sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)) },
      signal,
      onWait: (ms, why) => reporter.info(`waiting ${(ms / 1000).toFixed(1)} s: ${why}`),
    }),
    campaigns: values.campaign,
    since,
    columns: await wantedColumns(values.like),
    rule: {
      engagedTypes: new Set(values['engaged-type']),
      maturityDays: parseDays(values['maturity-days']),
      now: new Date().toISOString(),
    },
    hashKey,
    progress: {
      read: (part) => readProgress(progressPath(part), question),
      write: (part, progress) => writeProgress(progressPath(part), question, progress),
    },
    onProgress: reporter.progress,
  });
  await writeWhole(output, csvText([result.header, ...result.rows]));
  for (const part of values.campaign.length === 0 ? ['all'] : values.campaign)
    await removeProgress(progressPath(part));
  reporter.finish();
  const { counts, activities, withoutFields } = result;
  const summary = { output: values.output, activities, ...counts, withoutFields, columns: result.header };
  console.log(
    values.json
      ? JSON.stringify(summary, null, 2)
      : [
          `Wrote      ${values.output}: ${counts.leads} leads, ${counts.engaged} engaged, from ${activities} activities`,
          `Left out   ${counts.tooRecent} contacted less than ${values['maturity-days']} days ago, ${counts.neverContacted} never contacted`,
          ...(values.like === undefined
            ? []
            : [`Columns    ${result.header.join(', ')}; ${withoutFields} leads without fields`]),
        ].join('\n'),
  );
  return undefined;
});
