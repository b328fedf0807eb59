import type { OutcomeData } from './sources/tables.ts';

/** A query of the team's own: one row with the columns `value` and `leads`, over the views of `docs/own-figures.md`. */
export interface OwnQuery {
  readonly id: string;
  readonly sql: string;
}

export interface OwnQueries {
  readonly queries: readonly OwnQuery[];
  /** The rows that the views hold; see `TimeRange`. */
  readonly window: Readonly<
    Record<'predictions' | 'requests', { readonly start: number; readonly end: number }>
  >;
  readonly outcomes: Pick<OutcomeData, 'outcomes'>;
}

/** What a query gave, or why it gave nothing, in words without a value of the logs. */
export type OwnAnswer =
  | { readonly ok: true; readonly value: number | null; readonly leads: number }
  | { readonly ok: false; readonly fault: string };
