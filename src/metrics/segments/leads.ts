import { evenlySpaced } from '../../ingest/rules/reference-side.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import { BEFORE_ALL } from '../../wording/time.ts';
import { LOOK_WEEKS } from '../performance/judge.ts';
import { judgedLeads } from '../performance/judged-leads.ts';
import type { Lead } from '../performance/leads.ts';
import type { Maturity } from '../performance/maturity.ts';
import { leadsIn, WEEK_MS } from '../performance/weeks.ts';
import type { MetricsContext } from '../window.ts';
import type { Cell } from './groups.ts';

/** Most leads with an outcome, and most of the window, whose inputs are read. */
const MAX_LEADS = 10_000;

export interface SplitLead extends Lead {
  readonly cells: readonly Cell[];
}

export interface ChosenLeads {
  /** Mature leads with an outcome of the last thirteen weeks, oldest first; the newest where there are very many. */
  readonly labelled: readonly Lead[];
  /** Leads of the report's window, evenly spaced where there are very many. */
  readonly window: readonly Lead[];
  readonly windowTotal: number;
  readonly maturity: Maturity;
}

/** Leads of the version in use, each once; null without an outcome that is known. Asks what performance has asked. */
export async function chooseLeads(context: MetricsContext, data: OutcomeData): Promise<ChosenLeads | null> {
  const { window } = context;
  const { own, maturity } = await judgedLeads(context, data);
  if (maturity === null) return null;
  const { until } = maturity;
  const longest = { start: until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: until };
  const inWindow = leadsIn(own, window.predictions);
  return {
    labelled: leadsIn(own, longest)
      .filter(({ label }) => label !== null)
      .slice(-MAX_LEADS),
    window: evenlySpaced(inWindow.length, MAX_LEADS).flatMap((i) => inWindow[i] ?? []),
    windowTotal: inWindow.length,
    maturity,
  };
}

/** The same leads with values of features. One query. */
export async function withCells(
  { store, now }: MetricsContext,
  keyColumn: string,
  { labelled, window }: ChosenLeads,
  names: readonly string[],
): Promise<{ readonly labelled: readonly SplitLead[]; readonly window: readonly SplitLead[] }> {
  const keys = [...new Set([...labelled, ...window].flatMap(({ key }) => key ?? []))];
  const rows = await store.leadRows(keyColumn, keys, names, { start: BEFORE_ALL, end: now });
  const place = (key: string | undefined, version: string): string => JSON.stringify([key, version]);
  const found = new Map(rows.map(({ key, version, cells }) => [place(key, version), cells]));
  const joined = (leads: readonly Lead[]): SplitLead[] =>
    leads.flatMap((lead) => {
      const cells = found.get(place(lead.key, lead.version));
      return cells === undefined ? [] : [{ ...lead, cells }];
    });
  return { labelled: joined(labelled), window: joined(window) };
}
