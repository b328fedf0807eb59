import type { Status } from '../../report/schema/common.ts';
import type { Report } from '../../report/schema/report.ts';
import { countedSection } from './figures.ts';

/** A question that a reader has every morning, and the state that answers it. */
export interface Answer {
  readonly question: string;
  readonly status: Status;
  readonly section: string;
}

/**
 * Whether the model still finds leads that engage, whether the API is well, and whether the inputs are those it learnt from.
 * Predictions alone do not say that an API answers well.
 */
export function answersOf(report: Report): Answer[] {
  const { performance, ranking, drift } = report;
  const { api } = report.health;
  const isAsked = api.status !== 'unknown' || report.figures['success-rate']?.status !== 'unknown';
  const findsLeads = worst([performance?.status, ranking?.status]);
  return [
    {
      question: 'Finds leads',
      status: findsLeads,
      section: findsLeads !== 'unknown' && ranking?.status === findsLeads ? 'ranking' : 'outcomes',
    },
    { question: 'API', status: isAsked ? countedSection(report, 'health') : 'unknown', section: 'health' },
    { question: 'Inputs', status: drift.status, section: 'drift' },
  ];
}

const ORDER = ['red', 'yellow', 'green'] as const;

/** The most severe of those that were judged; unknown where none was. */
const worst = (states: readonly (Status | undefined)[]): Status =>
  ORDER.find((status) => states.includes(status)) ?? 'unknown';
