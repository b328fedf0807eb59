import { posix, win32 } from 'node:path';
import type { OutcomeData, ReferenceData } from '../ingest/sources/tables.ts';
import type { Source, SourceQuality } from '../ingest/store.ts';
import type { Status } from '../report/schema/common.ts';
import { allRefused } from '../report/schema/inputs.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { cleanText } from '../wording/clean-text.ts';
import { publicName } from '../wording/public-name.ts';
import { BEFORE_ALL } from '../wording/time.ts';
import { identifierNotes, identifiers } from './drift/identifiers.ts';
import { coarseTime } from './privacy/coarse-time.ts';
import { kRule, shownShare } from './privacy/k-rule.ts';
import { refusedReason } from './refused-log.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Inputs = Report['inputs'];
type LogInput = Inputs['predictions'];
type TableInput = Inputs['reference'];

/** Inputs section: rows read, rows refused and why, so that nothing is left out silently. */
export async function inputsSection(
  context: MetricsContext,
  reference: ReferenceData,
  outcomes: OutcomeData,
  shadowNotes: readonly string[] = [],
): Promise<Inputs> {
  const [predictions, requests] = await Promise.all([
    logInput(context, 'predictions'),
    logInput(context, 'requests'),
  ]);
  const { policy } = context;
  const referenceInput = tableInput('reference', reference, reference.columns.length, policy);
  const outcomeInput = tableInput('outcomes', outcomes, outcomes.keyColumn === null ? 2 : 3, policy);
  const parts = [predictions, requests, referenceInput, outcomeInput];
  return {
    status: worstStatus(parts.map((part) => part.status)),
    // Said of the predictions, because they are what outcomes and shadow scores are joined with.
    predictions: {
      ...predictions,
      repeatedShare: repeatedShare(predictions.inWindow, context),
      notes: [
        ...predictions.notes,
        ...identifierNotes(
          await identifiers(context, await context.store.features(context.window.predictions)),
        ),
        ...[...(outcomes.notes ?? []), ...shadowNotes].map((note) => publicName(note, 300)),
      ],
    },
    requests,
    reference: referenceInput,
    outcomes: outcomeInput,
  };
}

/** Predictions of the window that score a lead again, as a share; null without one. */
function repeatedShare(inWindow: number, { leads, policy }: MetricsContext): number | null {
  if (inWindow === 0) return null;
  return shownShare(Math.max(0, inWindow - leads.leads), inWindow, kRule(policy));
}

/** Status by the share of refused rows: yellow and red above the policy's limits, compared exactly at the limits. */
export function rejectionStatus(rows: number, rejected: number, policy: Policy): Status {
  if (rows === 0) return 'unknown';
  if (rejected > policy.inputQuality.redAbove * rows) return 'red';
  return rejected > policy.inputQuality.yellowAbove * rows ? 'yellow' : 'green';
}

async function logInput({ store, policy, window }: MetricsContext, source: Source): Promise<LogInput> {
  const quality = await store.quality(source);
  const range = window[source];
  const [inWindow, beforeWindow] = await Promise.all([
    store.count(source, range),
    store.count(source, { start: BEFORE_ALL, end: range.start }),
  ]);
  return {
    status: quality.present ? rejectionStatus(quality.rows, quality.rejected, policy) : 'unknown',
    present: quality.present,
    files: quality.files.map((file) => baseName(file)),
    rows: quality.rows,
    rejected: quality.rejected,
    reasons: quality.reasons.map((reason) => ({
      code: reason.code,
      count: reason.count,
      samples: reason.samples.slice(0, policy.inputQuality.samples).map((sample) => ({
        file: baseName(sample.file),
        line: sample.line,
        field: sample.field === null ? null : publicName(sample.field),
        detail: publicName(sample.detail, 200),
      })),
    })),
    inWindow,
    beforeWindow,
    afterNow: quality.afterNow,
    first: quality.first === null ? null : coarseTime(quality.first, policy.privacy.predictionTimes),
    last: quality.last === null ? null : coarseTime(quality.last, policy.privacy.predictionTimes),
    labelDisagreements: quality.labelDisagreements,
    notes: quality.notes.map((note) => publicName(note, 300)),
    reason: logReason(source, quality),
  };
}

function logReason(source: Source, quality: SourceQuality): string | null {
  const variable = source === 'predictions' ? 'PREDICTIONS_LOG' : 'API_REQUESTS_LOG';
  if (!quality.present)
    return `There is no ${source} log: ${variable} is not set and its default is not there.`;
  if (quality.rows === 0) return `The ${source} log is empty.`;
  if (allRefused(quality)) return refusedReason(source, quality);
  if (quality.last === null) return 'Every accepted row is later than the time of the report.';
  return null;
}

interface Table {
  readonly present: boolean;
  readonly location: string;
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: ReferenceData['reasons'];
}

function tableInput(
  name: 'reference' | 'outcomes',
  table: Table,
  columns: number,
  policy: Policy,
): TableInput {
  const file = table.present ? baseName(table.location) : null;
  return {
    status: table.present ? rejectionStatus(recordsRead(name, table), table.rejected, policy) : 'unknown',
    present: table.present,
    file,
    rows: table.rows,
    rejected: table.rejected,
    reasons: table.reasons.map((reason) => ({
      code: reason.code,
      count: reason.count,
      samples: reason.lines.slice(0, policy.inputQuality.samples).map((line) => ({
        file: file ?? name,
        line,
        field: null,
        detail: reason.code.replaceAll('-', ' '),
      })),
    })),
    columns: table.present ? columns : 0,
    reason: tableReason(name, table),
  };
}

/** The reference counts usable rows only, outcomes count all rows read. */
const recordsRead = (name: 'reference' | 'outcomes', { rows, rejected }: Table): number =>
  name === 'reference' ? rows + rejected : rows;

function tableReason(name: 'reference' | 'outcomes', table: Table): string | null {
  const variable = name === 'reference' ? 'REFERENCE_DATA_PATH' : 'OUTCOMES_PATH';
  if (!table.present) {
    const absent =
      name === 'reference' ? `${variable} is not set and its default is not there` : `${variable} is not set`;
    return `There is no ${name} file: ${absent}.`;
  }
  return recordsRead(name, table) === table.rejected ? `The ${name} file holds no usable row.` : null;
}

/** File name without its directory: machine paths do not belong in a report. */
function baseName(path: string): string {
  return cleanText(win32.basename(posix.basename(path)));
}
