import { resolve } from 'node:path';
import { lemlistClient } from '../../src/ingest/services/lemlist/client.ts';
import { exportLeads } from '../../src/ingest/services/lemlist/export-leads.ts';
import { ENGAGED_TYPES } from '../../src/ingest/services/lemlist/label-leads.ts';
import {
  readProgress,
  removeProgress,
  writeProgress,
} from '../../src/ingest/services/lemlist/progress-file.ts';
import { readLabelledCsv } from '../../src/model/train/read-labelled.ts';
import { csvText, writeAtomically } from '../../src/model/write-file.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import {
  flag,
  flagError,
  number,
  requiredText,
  text,
  texts,
  value,
} from '../../src/settings/command/options.ts';

/** Columns that the export sets. */
const OWN_COLUMNS = new Set(['lead_key', 'date', 'engaged', 'score']);
/** Default secret of the hashed join keys. Keys can still be joined, but with a list of addresses they can be reversed. */
const PUBLIC_HASH_KEY = 'lead-scoring-monitor';

function isoTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw flagError(`--since: expected a date such as 2026-01-31, got "${text}"`);
  return new Date(ms).toISOString();
}

async function wantedColumns(like: string | undefined): Promise<string[]> {
  if (like === undefined) return [];
  const { header } = await readLabelledCsv(like, process.cwd(), '--like');
  return header.filter((name) => !OWN_COLUMNS.has(name));
}

export const command = defineCommand({
  options: {
    output: requiredText('FILE.csv', 'where to write: lead_key, date, the columns of --like, engaged'),
    since: value('DATE', 'only activities from this date on (YYYY-MM-DD or ISO 8601)', isoTime),
    campaign: texts('ID', 'only this campaign (default all)'),
    like: text(
      'FILE.csv',
      'its columns are filled from the leads’ own fields, so that the rows can be trained on; without it only lead_key, date and engaged are written',
    ),
    'engaged-type': texts(
      'TYPE',
      'activity type that makes a lead engaged (default replies, "interested", meetings)',
      [...ENGAGED_TYPES],
    ),
    'maturity-days': number(
      'N',
      'a lead without reaction counts as not engaged this long after first contact',
      { min: 0, max: 365 },
      7,
    ),
    'plain-keys': flag(
      'lead_key is the e-mail address itself; by default it is a keyed hash (set LEMLIST_HASH_KEY)',
    ),
    'base-url': text('URL', 'the LemList API', {
      default: process.env['LEMLIST_API_URL'] ?? 'https://api.lemlist.com/api',
      shown: 'LEMLIST_API_URL, else https://api.lemlist.com/api',
    }),
  },
  details:
    'An interrupted export goes on where it stopped when it is run again. Names, addresses and messages are never written.',
  example: {
    before: 'LEMLIST_API_KEY=…',
    args: [
      '--output',
      'data/raw/new_batch.csv',
      '--since',
      '2026-01-01',
      '--like',
      'data/processed/linkedin_leads_clean.csv',
    ],
  },
  exits: { 0: 'written', 2: 'bad flag or no key', 3: 'LemList could not be read' },
  async run({ values, signal, reporter, print, printJson }) {
    const apiKey = process.env['LEMLIST_API_KEY'] ?? '';
    if (apiKey === '')
      throw configurationError(
        'lemlist-key',
        'LEMLIST_API_KEY is not set; create a key in LemList under Settings > Integrations',
      );
    if (!/^https?:\/\//.test(values['base-url'])) throw flagError('--base-url: expected an http(s) address');
    const secret = process.env['LEMLIST_HASH_KEY'] ?? '';
    const hashKey = values['plain-keys'] ? null : secret || PUBLIC_HASH_KEY;
    if (hashKey === PUBLIC_HASH_KEY)
      reporter.warn('LEMLIST_HASH_KEY is not set: keys could be traced back by hashing a list of addresses');
    const since = values.since ?? null;
    const output = resolve(values.output);
    const question = JSON.stringify({ since, baseUrl: values['base-url'], keyed: hashKey !== null });
    const progressPath = (part: string): string =>
      `${output}.${part.replace(/[^A-Za-z0-9_-]/g, '_')}.partial`;

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
        maturityDays: values['maturity-days'],
        now: new Date().toISOString(),
      },
      hashKey,
      progress: {
        read: (part) => readProgress(progressPath(part), question),
        write: (part, progress) => writeProgress(progressPath(part), question, progress),
      },
      onProgress: reporter.progress,
    });
    await writeAtomically(output, csvText([result.header, ...result.rows]));
    for (const part of values.campaign.length === 0 ? ['all'] : values.campaign)
      await removeProgress(progressPath(part));
    reporter.finish();
    const { counts, activities, withoutFields } = result;
    const summary = { output: values.output, activities, ...counts, withoutFields, columns: result.header };
    print(
      [
        `Wrote      ${values.output}: ${counts.leads} leads, ${counts.engaged} engaged, from ${activities} activities`,
        `Left out   ${counts.tooRecent} contacted less than ${values['maturity-days']} days ago, ${counts.neverContacted} never contacted`,
        ...(values.like === undefined
          ? []
          : [`Columns    ${result.header.join(', ')}; ${withoutFields} leads without fields`]),
      ].join('\n'),
    );
    printJson(summary);
    return undefined;
  },
});
