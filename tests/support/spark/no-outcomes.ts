import type { OutcomeData } from '../../../src/ingest/sources/tables.ts';

export const NO_OUTCOMES: OutcomeData = {
  present: false,
  location: '',
  rows: 0,
  rejected: 0,
  reasons: [],
  keyColumn: null,
  outcomes: [],
};
