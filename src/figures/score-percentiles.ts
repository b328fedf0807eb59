/** What the percentiles of the score have in common. */
export const PERCENTILE_SOURCE = 'Hyndman and Fan (1996), definition 7';
export const SCORE_CHART = { id: 'scores', title: 'Score percentiles' } as const;
