import type { OwnAnswer, OwnQuery } from '../../own-figures.ts';

/** What a team's own queries may use. */
export interface OwnLimits {
  /** For all queries of a report. */
  readonly seconds: number;
  readonly secondsPerQuery: number;
  /** Of the engine; what needs more fails. */
  readonly memoryMb: number;
  /** Of the process, above which it ends: some allocations of the engine are not counted by its own limit. */
  readonly processMb: number;
}

/** The one request to the process. */
export interface ProcessRequest {
  readonly database: string;
  readonly queries: readonly OwnQuery[];
  readonly limits: OwnLimits;
}

/** The answer to a query; after one that is the process's last, it kills itself. */
export interface ProcessAnswer {
  readonly id: string;
  readonly answer: OwnAnswer;
}

/** Time that an interrupt may take before the process ends. */
export const GRACE_MS = 1_500;

export const OWN_LIMITS: OwnLimits = { seconds: 60, secondsPerQuery: 10, memoryMb: 400, processMb: 1_000 };

export const tooSlow = ({ secondsPerQuery }: OwnLimits): string =>
  `it takes longer than ${secondsPerQuery} s`;
export const tooLarge = ({ memoryMb }: OwnLimits): string => `it needs more than ${memoryMb} MB of memory`;
